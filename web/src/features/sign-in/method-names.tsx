import { useIntl } from 'react-intl';

/** What a try was made with, in words: "Password + Authenticator app". */
export function useMethodNames(): (methods: readonly string[]) => string {
  const intl = useIntl();
  const name = (method: string) => {
    const id = [`common.method.${method}`, `console.method.${method}`].find((key) => intl.messages[key]);
    return id ? intl.formatMessage({ id }) : method;
  };
  return (methods) => methods.map(name).join(' + ');
}

export function MethodNames({ methods }: { methods: readonly string[] }) {
  return <span className="hyphens-auto">{useMethodNames()(methods)}</span>;
}
