import type { Sample, SampleWorld } from './sample-world.ts';

/** What leads to a new password. */
export function passwordSamples({
  organizationName,
  productName,
  origin,
}: SampleWorld): Record<'M07' | 'S03' | 'S05', Sample> {
  return {
    M07: {
      params: {
        by: 'person',
        productName,
        organizationName: null,
        administratorName: null,
        address: 'guest@customer.example',
        minutes: 30,
        device: 'Firefox · Windows',
        ip: '192.0.2.7',
      },
      secrets: { link: `${origin}/r/SAMPLE` },
    },
    S05: { params: { productName, hours: 24 }, secrets: { password: 'kT7-mQ2-xR9-bW4' } },
    S03: {
      params: { organizationName, productName, minutes: 10, by: 'person' },
      secrets: { link: `${origin}/r/SAMPLE2345` },
    },
  };
}
