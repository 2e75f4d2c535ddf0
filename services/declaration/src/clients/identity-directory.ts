import type { EmployeePlace } from '@nencho/contracts/identity/v1/identity';
import type { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { isLocalDate } from '@nencho/kernel';
import type { PeerClient } from '@nencho/service-kit';
import type { Directory } from '../application/ports.js';
import type { ScopeRow } from '../domain/place.js';

type Identity = Pick<PeerClient<IdentityServiceService>, 'batchGetPlaces' | 'batchGetTaxProfiles' | 'streamPlaces'>;

const BATCH_MS = 10_000;
/** A tenant has tens of thousands of people at most. */
const STREAM_MS = 120_000;

const toScopeRow = ({
  employeeId,
  number,
  companyId,
  departmentId,
  departmentPath,
  ...place
}: EmployeePlace): ScopeRow => ({
  employeeId,
  employeeNumber: number,
  companyId,
  departmentId,
  departmentPath,
  active: place.status === 'active',
  version: place.version,
});

/** Asks identity, which owns the employees. */
export const identityDirectory = (identity: Identity): Directory => ({
  places: async (tenantId, employeeIds) => {
    const { items } = await identity.batchGetPlaces(
      { tenantId, employeeIds: [...employeeIds] },
      { deadlineMs: BATCH_MS },
    );
    return items.map(toScopeRow);
  },
  taxProfiles: async (tenantId, employeeIds) => {
    const { items } = await identity.batchGetTaxProfiles(
      { tenantId, employeeIds: [...employeeIds] },
      { deadlineMs: BATCH_MS },
    );
    return items.flatMap(({ employeeId, birthDate, version }) =>
      isLocalDate(birthDate) ? [{ employeeId, birthDate, version }] : [],
    );
  },
  allPlaces: async function* (tenantId) {
    const places = identity.streamPlaces({ tenantId, afterEmployeeId: '' }, { deadlineMs: STREAM_MS });
    for await (const { place } of places) {
      if (place !== undefined) yield toScopeRow(place);
    }
  },
});
