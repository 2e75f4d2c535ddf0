import type { Clock } from '@nencho/kernel';
import { withholdingSlip } from '../forms/2026/withholding-slip/withholding-slip.js';
import type { Caller, RecordAct, Render, Sources } from './ports.js';

type Deps = {
  readonly sources: Pick<Sources, 'slipOf'>;
  readonly render: Render;
  readonly record: RecordAct;
  readonly clock: Clock;
};

/**
 * 給与所得の源泉徴収票 as PDF/A-2b: the recipient's copy for the person, and for whoever else may see it the payer's copy
 * as a second page. The audit trail has its line before the first byte leaves.
 */
export const renderWithholdingSlip =
  ({ sources, render, record, clock }: Deps) =>
  async (declarationId: string, caller: Caller): Promise<Uint8Array> => {
    const { slip, employeeId } = await sources.slipOf(declarationId, caller);
    const own = caller.actor.employeeId === employeeId;
    const form = withholdingSlip(slip, own ? ['recipient'] : ['recipient', 'payer'], clock.now());
    const pdf = await render(form, caller.signal);
    await record(caller.actor, {
      type: 'withholding_slip_rendered',
      subjectKind: 'declaration',
      subjectIds: [declarationId],
      outcome: 'success',
    });
    return pdf;
  };
