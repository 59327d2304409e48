import { describe, expect, it } from 'vitest';
import { checkCompany } from './company-check.ts';

const good = { name: 'URS Machining', country: 'TW', registrationNumber: '12345681' };

describe('checkCompany', () => {
  it('finds nothing wrong with a company that has all it needs', () => {
    expect(checkCompany(good)).toEqual([]);
    expect(checkCompany({ ...good, phone: '', address: '' })).toEqual([]);
  });

  it('lists what is missing in the order of the form', () => {
    expect(checkCompany({}).map(({ field, code }) => [field, code])).toEqual([
      ['name', 'FIELD-REQUIRED'],
      ['country', 'FIELD-REQUIRED'],
      ['registrationNumber', 'FIELD-REQUIRED'],
    ]);
    expect(checkCompany({ ...good, name: '   ' })).toHaveLength(1);
  });

  it('checks the number by the country', () => {
    expect(checkCompany({ ...good, registrationNumber: '1234568' })).toEqual([
      { field: 'registrationNumber', code: 'REGISTRATION-NUMBER-LENGTH', params: { expected: 8, actual: 7 } },
    ]);
    expect(checkCompany({ ...good, country: 'PL' })[0]?.code).toBe('REGISTRATION-NUMBER-LENGTH');
    expect(checkCompany({ ...good, country: 'US' })).toEqual([]);
  });
});
