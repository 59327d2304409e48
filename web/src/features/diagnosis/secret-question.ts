import { useEffect, useState } from 'react';

let asked = '';
const listeners = new Set<(text: string) => void>();

/** Asks the page of the diagnosis about a link or a code, which belongs in no address. Its page takes it, wherever it is. */
export function askAbout(secret: string): void {
  asked = secret;
  for (const listener of listeners) listener(take());
}

function take(): string {
  const taken = asked;
  asked = '';
  return taken;
}

/** What is asked about without its standing in the address; gone with the page. */
export function useSecretQuestion(): [string, (text: string) => void] {
  const [secret, setSecret] = useState(take);
  useEffect(() => {
    listeners.add(setSecret);
    return () => void listeners.delete(setSecret);
  }, []);
  return [secret, setSecret];
}
