import { describe, expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { aCampaign } from '../testing/given.js';
import { isPastDeadline, newCampaign, openCampaign, requireOpened, type CampaignRequest } from './campaign.js';

const request: CampaignRequest = {
  companyId: 'co',
  taxYear: 2026,
  title: ' 令和8年分 ',
  deadline: '2026-12-10',
  lastPaymentDate: '2026-12-25',
};
const violationsOf = (changes: Partial<CampaignRequest>): readonly string[] => {
  try {
    newCampaign({ ...request, ...changes }, { id: 'c', tenantId: 't' });
    return [];
  } catch (error) {
    const { violations } = error as { violations: readonly { path: string; rule: string }[] };
    return violations.map(({ path, rule }) => `${path}: ${rule}`);
  }
};

describe('a new campaign', () => {
  test('is a draft with a trimmed title', () => {
    expect(newCampaign(request, { id: 'c', tenantId: 't' })).toMatchObject({
      title: '令和8年分',
      status: 'draft',
      version: 1,
    });
  });

  test('names everything that is wrong with it', () => {
    expect(violationsOf({ title: ' ', deadline: '2026-02-30', lastPaymentDate: '2027-01-05' })).toEqual([
      'title: required',
      'deadline: date',
      'lastPaymentDate: date_range',
    ]);
    expect(violationsOf({ title: 'x'.repeat(101) })).toEqual(['title: too_long']);
    expect(violationsOf({ taxYear: 2026.5 })).toEqual(['taxYear: tax_year']);
    expect(violationsOf({ taxYear: 1999 })).toEqual(['taxYear: tax_year']);
  });

  test('takes deadlines up to 31 January of the next year', () => {
    expect(violationsOf({ deadline: '2027-01-31' })).toEqual([]);
    expect(violationsOf({ deadline: '2027-02-01' })).toEqual(['deadline: date_range']);
    expect(violationsOf({ deadline: '2025-12-31' })).toEqual(['deadline: date_range']);
  });
});

test('a campaign can be opened again, but not once it is finalised', () => {
  expect(openCampaign({ ...aCampaign, status: 'draft' })).toMatchObject({ status: 'open', version: 4 });
  expect(openCampaign(aCampaign).status).toBe('open');
  expect(() => openCampaign({ ...aCampaign, status: 'finalised' })).toThrow(
    expect.objectContaining({ code: 'illegal_state' }),
  );
  expect(() => requireOpened({ ...aCampaign, status: 'draft' })).toThrow(
    expect.objectContaining({ code: 'illegal_state' }),
  );
});

test('the deadline is a day in Japan, whole', () => {
  const campaign = { deadline: localDate('2026-12-31') };
  expect(isPastDeadline(campaign, new Date('2026-12-31T14:59:59.999Z'))).toBe(false);
  expect(isPastDeadline(campaign, new Date('2026-12-31T15:00:00.000Z'))).toBe(true);
});
