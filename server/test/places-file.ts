type Value = string | number | Value[] | { readonly [key: string]: Value };

/** A database of places in the MMDB format (MaxMind DB 2.0), of whole IPv4 addresses: as small as a test needs it. */
export function placesFile(places: Readonly<Record<string, Value>>): Buffer {
  const nodes: [number | null, number | null][] = [[null, null]];
  const data: Buffer[] = [];
  let size = 0;
  const leaves: { node: number; side: 0 | 1; offset: number }[] = [];
  for (const [address, value] of Object.entries(places)) {
    const bits = address.split('.').flatMap((part) => [...Number(part).toString(2).padStart(8, '0')].map(Number));
    let node = 0;
    for (const [index, bit] of bits.entries()) {
      const side = bit as 0 | 1;
      const record = nodes[node] as [number | null, number | null];
      if (index === bits.length - 1) leaves.push({ node, side, offset: size });
      else {
        record[side] ??= nodes.push([null, null]) - 1;
        node = record[side] as number;
      }
    }
    const encoded = encode(value);
    data.push(encoded);
    size += encoded.length;
  }
  for (const { node, side, offset } of leaves) {
    (nodes[node] as [number | null, number | null])[side] = nodes.length + 16 + offset;
  }
  const tree = Buffer.concat(nodes.map((record) => Buffer.concat(record.map((to) => uint(to ?? nodes.length, 3)))));
  const about = {
    node_count: nodes.length,
    record_size: 24,
    ip_version: 4,
    database_type: 'Test-City',
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    description: { en: 'Test' },
  };
  const marker = Buffer.concat([Buffer.from('abcdef', 'hex'), Buffer.from('MaxMind.com')]);
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, encode(about)]);
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([control(2, text.length), text]);
  }
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= 0) return Buffer.concat([control(6, 4), uint(value, 4)]);
    const double = Buffer.alloc(8);
    double.writeDoubleBE(value);
    return Buffer.concat([control(3, 8), double]);
  }
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([value.length, 11 - 7]), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, of]) => [encode(key), encode(of)])]);
}

/** Of less than 29 bytes or entries: all that a test has. */
function control(type: number, size: number): Buffer {
  return Buffer.from([(type << 5) | size]);
}
