/** One thing that is wrong or left to do, and the id of its control. */
export type Todo = { field: string; text: string };

/** Makes a list of links out of what is left, in place; touched only if it differs, so that readers are left in peace. */
export function listTodos(list: Element | null | undefined, todos: readonly Todo[]): void {
  if (!list) return;
  const key = JSON.stringify(todos);
  if (list.getAttribute('data-shown') === key) return;
  list.setAttribute('data-shown', key);
  list.replaceChildren(
    ...todos.map(({ field, text }) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `#${field}`;
      link.textContent = text;
      item.append(link);
      return item;
    }),
  );
}

/** Shows what is wrong at the top of the page and moves the focus there. `title` is the page's title from now on. */
export function showErrorSummary(todos: readonly Todo[], title: string): void {
  const summary = document.getElementById('error-summary');
  if (!summary) return;
  if (summary.hidden) document.title = title;
  listTodos(summary.querySelector('ul'), todos);
  summary.hidden = false;
  summary.focus();
}

/** Takes it away once nothing of it is wrong any more. */
export function hideErrorSummary(): void {
  const summary = document.getElementById('error-summary');
  if (summary) summary.hidden = true;
}
