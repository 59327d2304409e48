// Holds package-lock.json fit for `npm ci` on every machine. A registry that lacks the builds of a package for other
// systems makes npm leave them out, and then refuse its own lock file. `--write` adds what is missing.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, '../package-lock.json');

export type LockEntry = {
  readonly version?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

type Packages = Readonly<Record<string, LockEntry>>;

export type Missing = { readonly name: string; readonly version: string; readonly dev: boolean };

/** The optional packages that an entry asks for and the lock file does not hold. */
export function findMissing(packages: Packages): Missing[] {
  const missing = new Map<string, Missing>();
  for (const entry of Object.values(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (packages[`node_modules/${name}`]) continue;
      missing.set(name, { name, version, dev: entry.dev === true || missing.get(name)?.dev === true });
    }
  }
  return [...missing.values()];
}

/** Names of entries that say where they were fetched: that is each machine's own business. */
export function findAddresses(packages: Packages): string[] {
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved?.includes('://'))
    .map(([name]) => name);
}

const PLATFORM =
  /-(?<os>android|darwin|freebsd|linux|openharmony|win32)-(?<cpu>[a-z0-9]+)(-(?<abi>gnu|musl|msvc|eabi)[a-z]*)?$/;
const WASM = /-wasm32-wasi$/;

/**
 * The entry of a build for one system, read from its name; other systems never fetch it.
 * @throws Error when its version is a range or its name does not say what it is for
 */
export function entryFor({ name, version, dev }: Missing): LockEntry & Record<string, unknown> {
  const { os, cpu, abi } = PLATFORM.exec(name)?.groups ?? {};
  if (!/^\d+\.\d+\.\d+/.test(version) || (!cpu && !WASM.test(name))) {
    throw new Error(`${name}@${version} must be added by hand.`);
  }
  const libc = os === 'linux' && { gnu: 'glibc', musl: 'musl' }[abi ?? ''];
  return {
    version,
    cpu: [cpu ?? 'wasm32'],
    ...(dev ? { dev } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}

async function main(write: boolean): Promise<boolean> {
  const lock: { packages: Record<string, LockEntry> } = JSON.parse(await readFile(FILE, 'utf8'));
  const missing = findMissing(lock.packages);
  const addresses = findAddresses(lock.packages);
  for (const name of addresses) console.log(`${name} holds the address of a registry (see .npmrc)`);
  if (write) {
    const added = missing.map((item): [string, LockEntry] => [`node_modules/${item.name}`, entryFor(item)]);
    const entries = [...Object.entries(lock.packages), ...added].sort(([one], [other]) =>
      one.localeCompare(other, 'en'),
    );
    await writeFile(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
    return addresses.length === 0;
  }
  for (const { name } of missing)
    console.log(`${name} is missing: npm ci would fail. Run: node tools/check-lock.ts --write`);
  return missing.length === 0 && addresses.length === 0;
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = (await main(process.argv.includes('--write'))) ? 0 : 1;
}
