/** What a message is told in a sample of it. */
export type Sample = { readonly params: Record<string, unknown>; readonly secrets: Record<string, unknown> };

/** Whose sample it is. `origin`: where its links lead. */
export type SampleWorld = { organizationName: string; productName: string; origin: string; now: Date };
