import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor, ResolvedGrant } from '@nencho/auth';
import { companyId, newId, tenantId as toTenantId } from '@nencho/kernel';
import { testServers } from '@nencho/testing';
import { getDeliverySummary } from './application/get-delivery-summary.js';
import type { News } from './domain/delivery.js';
import { inbox, smtpTo, startHarness, until, type Harness } from './testing/harness.js';

let h: Harness;
const transport = smtpTo(testServers().mail.smtpUrl);
beforeAll(async () => {
  h = await startHarness('summary');
});
afterAll(async () => {
  transport.close();
  await h.close();
});

const user = (tenantId: string, ...grants: ResolvedGrant[]): Actor => ({
  kind: 'user',
  tenantId: toTenantId(tenantId),
  sub: newId(),
  departmentIds: [],
  grants,
  grantsVersion: 1,
  credential: { kind: 'token', token: 't', amr: [] },
});
const whole = { kind: 'tenant' } as const;

test('administrators see the counts of their own tenant, by campaign or all', async () => {
  const [mine, other, campaign] = [newId(), newId(), newId()];
  const [reached, without] = [newId(), newId()];
  h.people.mails.set(without, '');
  const opened = { kind: 'campaign_opened', issue: campaign, campaignId: campaign } as const;
  const news: News[] = [
    { ...opened, tenantId: mine, subjectId: reached },
    { ...opened, tenantId: mine, subjectId: without },
    { tenantId: mine, kind: 'approved', subjectId: reached, issue: 'x/1', campaignId: newId() },
    { ...opened, tenantId: other, subjectId: newId() },
  ];
  await h.queue(news);
  const app = h.app(transport);
  const sender = app.startSender();
  await until(async () => (await h.rows()).every(({ open }) => !open));
  await sender.stop();
  expect(await inbox(testServers().mail.webUrl, [reached])).toHaveLength(2);

  const summary = getDeliverySummary({ deliveries: app.deliveries });
  const admin = user(mine, { role: 'admin', scope: whole });
  const ofCampaign = [
    { kind: 'campaign_opened', state: 'accepted', count: 1 },
    { kind: 'campaign_opened', state: 'no_address', count: 1 },
  ];
  expect(await summary(campaign, admin)).toEqual(ofCampaign);
  expect(await summary('', admin)).toEqual([{ kind: 'approved', state: 'accepted', count: 1 }, ...ofCampaign]);
  expect(await summary(newId(), admin)).toEqual([]);
  expect(await summary('', user(newId(), { role: 'admin', scope: whole }))).toEqual([]);
  await expect(summary('x', admin)).rejects.toMatchObject({ code: 'validation_failed' });
});

test.each<readonly [string, Actor]>([
  ['an employee', user(newId(), { role: 'employee', scope: { kind: 'self' } })],
  ['HR of one company', user(newId(), { role: 'hr', scope: { kind: 'company', companyId: companyId(newId()) } })],
  ['nobody signed in', { kind: 'anonymous' }],
  ['another service', { kind: 'service', service: 'document' }],
])('%s does not', async (_, actor) => {
  const summary = getDeliverySummary({ deliveries: h.app(transport).deliveries });
  await expect(summary('', actor)).rejects.toMatchObject({ code: 'forbidden' });
});
