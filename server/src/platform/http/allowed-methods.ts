import type { FastifyInstance } from 'fastify';

/** Other methods that an address of the API answers; empty where nothing is there at all. */
export type AllowedMethods = (path: string) => readonly string[];

/** Watches the routes that are made from now on. To be called before the first. */
export function watchMethods(app: FastifyInstance): AllowedMethods {
  const known = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith('/api/') || url.includes('*')) return;
    const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}/?$`);
    const entry = known.get(url) ?? { pattern, methods: new Set<string>() };
    for (const one of [method].flat()) entry.methods.add(one);
    known.set(url, entry);
  });
  return (path) => [
    ...new Set([...known.values()].flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : []))),
  ];
}
