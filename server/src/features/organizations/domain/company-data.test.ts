import type { CompanyInput } from '@gatehouse/contract/company';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCompany, similarName } from './company-data.ts';

const input: CompanyInput = {
  name: 'URS Trading',
  country: 'TW',
  registrationNumber: '2209-9131',
  address: 'No. 1, Example Road, Taipei',
  phone: '02-2345-6789',
  timeZone: 'Asia/Taipei',
  locale: 'zh-TW',
};
const problemsOf = (change: Partial<CompanyInput>) => {
  const result = checkCompany({ ...input, ...change });
  return 'problems' in result ? result.problems : [];
};

describe('checkCompany', () => {
  it('gives the data as it is stored', () => {
    expect(checkCompany(input)).toEqual({
      company: {
        name: 'URS Trading',
        country: 'TW',
        registrationNumber: '22099131',
        registrationKey: 'TW:22099131',
        address: 'No. 1, Example Road, Taipei',
        phone: '+886223456789',
        timeZone: 'Asia/Taipei',
        locale: 'zh-TW',
        differentCompanyReason: null,
      },
    });
  });

  it('asks for name, country and number only', () => {
    const { name, registrationNumber } = input;
    expect(checkCompany({ name, country: 'TW', registrationNumber, address: '', phone: '', timeZone: '' })).toEqual({
      company: {
        name: 'URS Trading',
        country: 'TW',
        registrationNumber: '22099131',
        registrationKey: 'TW:22099131',
        address: null,
        phone: null,
        timeZone: null,
        locale: null,
        differentCompanyReason: null,
      },
    });
  });

  it.each<[Partial<CompanyInput>, string, string]>([
    [{ name: '' }, 'name', 'FIELD-REQUIRED'],
    [{ country: '', phone: '' }, 'country', 'FIELD-REQUIRED'],
    [{ country: 'XX', phone: '' }, 'country', 'COUNTRY-INVALID'],
    [{ registrationNumber: '' }, 'registrationNumber', 'FIELD-REQUIRED'],
    [{ registrationNumber: '1' }, 'registrationNumber', 'REGISTRATION-NUMBER-LENGTH'],
    [{ registrationNumber: '22099132' }, 'registrationNumber', 'REGISTRATION-NUMBER-CHECK'],
    [{ registrationNumber: '2209913X' }, 'registrationNumber', 'REGISTRATION-NUMBER-FORMAT'],
    [{ phone: '02-2345-6789 ext. 5' }, 'phone', 'PHONE-INVALID'],
    [{ timeZone: 'Asia/Nowhere' }, 'timeZone', 'TIME-ZONE-INVALID'],
  ])('%j', (change, path, code) => {
    expect(problemsOf(change)).toMatchObject([{ path, code }]);
  });

  it('says everything at once, in the order of the form', () => {
    const problems = problemsOf({ name: '', country: 'XX', registrationNumber: '', phone: '1', timeZone: 'x' });
    expect(problems.map(({ path }) => path)).toEqual(['name', 'country', 'registrationNumber', 'phone', 'timeZone']);
  });

  it('one number has one key, however it is spelled, and another one in another country', () => {
    const key = (country: string, registrationNumber: string) => {
      const result = checkCompany({ ...input, country, registrationNumber, phone: '' });
      return 'company' in result ? result.company.registrationKey : null;
    };
    expect(key('PL', 'PL 123-456-32-18')).toBe('PL:1234563218');
    expect(key('PL', '1234563218')).toBe('PL:1234563218');
    expect(key('GR', 'EL 123456789')).toBe('GR:123456789');
    expect(key('DE', '123456789')).toBe('DE:123456789');
    const spaced = fc.array(fc.constantFrom('', ' ', '-', '.'), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(
        spaced,
        (gaps) => key('PL', gaps.map((gap, at) => gap + '1234563218'[at]).join('')) === 'PL:1234563218',
      ),
    );
  });
});

describe('similarName', () => {
  it.each([
    ['URS Trading Co., Ltd.', 'urs trading'],
    ['URS Trading', 'U.R.S. Trading GmbH'],
    ['Żółta Łódź Sp. z o.o.', 'ZOLTA LODZ'],
    ['Firma Spółka z ograniczoną odpowiedzialnością', 'Firma sp. z o. o.'],
    ['ООО «Ромашка»', 'Ромашка'],
    ['Общество с ограниченной ответственностью "Ромашка"', 'ООО Ромашка'],
    ['遠東貿易股份有限公司', '遠東貿易有限公司'],
    ['上海示例科技有限公司', '上海示例科技'],
    ['Far-East  Trade', 'fareast trade'],
  ])('%s ~ %s', (one, other) => {
    expect(similarName(one, other)).toBe(true);
    expect(similarName(other, one)).toBe(true);
  });

  it.each([
    ['URS Trading', 'URS Logistics'],
    ['Ромашка', 'Василек'],
    ['遠東貿易有限公司', '遠東物流有限公司'],
    ['Ltd', 'GmbH'],
    ['有限公司', '公司'],
    ['Cobalt', 'Balt Co.'],
  ])('%s is not %s', (one, other) => {
    expect(similarName(one, other)).toBe(false);
  });

  it('does not see case, spaces and punctuation', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][a-z]{5,10} [A-Z][a-z]{5,10}$/), (name) =>
        similarName(name, ` ${name.toUpperCase().replace(' ', '-')}, Inc.`),
      ),
    );
  });
});
