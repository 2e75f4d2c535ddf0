import { AppError, limitExceeded } from '@nencho/kernel';

/** For whom a file is drawn. */
export type Asker = { readonly tenantId: string; readonly sub: string };

type Limits = {
  /** Turns at the same time. */
  readonly places: number;
  /** Of everybody together, beside those that have their turn. */
  readonly waiting: number;
  /** Waiting and having their turn, of one person. */
  readonly perPerson: number;
};

type Place = { readonly asker: Asker; readonly give: () => void; readonly refuse: (error: AppError) => void };

const gone = (): AppError => new AppError('timeout', 'drawing a file was given up');
const full = (): AppError => limitExceeded('redrawings');

/** Waiting places of each person of each tenant; who was served last stands last, in both. */
const createRotation = () => {
  const tenants = new Map<string, Map<string, Place[]>>();

  const drop = ({ tenantId, sub }: Asker, place: Place): void => {
    const people = tenants.get(tenantId);
    const left = people?.get(sub)?.filter((one) => one !== place) ?? [];
    if (left.length > 0) people?.set(sub, left);
    else people?.delete(sub);
    if (people?.size === 0) tenants.delete(tenantId);
  };

  const sizeOf = (tenantId: string): number =>
    [...(tenants.get(tenantId)?.values() ?? [])].reduce((sum, places) => sum + places.length, 0);

  return {
    add: (place: Place): void => {
      const { tenantId, sub } = place.asker;
      const people = tenants.get(tenantId) ?? new Map<string, Place[]>();
      people.set(sub, [...(people.get(sub) ?? []), place]);
      tenants.set(tenantId, people);
    },
    drop: (place: Place): void => drop(place.asker, place),
    size: (): number => [...tenants.keys()].reduce((sum, tenantId) => sum + sizeOf(tenantId), 0),
    /** The one whose turn it is, taken out. */
    next: (): Place | undefined => {
      const [tenant] = tenants;
      const [person] = tenant?.[1] ?? [];
      const place = person?.[1][0];
      if (tenant === undefined || person === undefined || place === undefined) return undefined;
      const [[tenantId, people], [sub]] = [tenant, person];
      drop(place.asker, place);
      const left = people.get(sub);
      if (people.delete(sub) && left !== undefined) people.set(sub, left);
      if (tenants.delete(tenantId)) tenants.set(tenantId, people);
      return place;
    },
    /** The youngest place of the tenant that has most, when that is more than this one would have. */
    toGiveWay: (tenantId: string): Place | undefined => {
      const [most] = [...tenants.keys()].toSorted((one, other) => sizeOf(other) - sizeOf(one));
      if (most === undefined || sizeOf(most) <= sizeOf(tenantId) + 1) return undefined;
      return [...(tenants.get(most)?.values() ?? [])].at(-1)?.at(-1);
    },
  };
};

/**
 * Hands out turns around the tenants, and within each around its people. Nobody can keep others away: a person has so
 * many places, and a full queue takes one from the tenant that fills it. A place ends with its request.
 */
export const createTurns = ({ places, waiting, perPerson }: Limits) => {
  const rotation = createRotation();
  const held = new Map<string, number>();
  let free = places;

  const count = ({ tenantId, sub }: Asker, change: 1 | -1): void => {
    const key = `${tenantId}/${sub}`;
    const now = (held.get(key) ?? 0) + change;
    if (now > perPerson) throw limitExceeded('redrawings_of_person');
    if (now === 0) held.delete(key);
    else held.set(key, now);
  };

  const makeRoom = (tenantId: string): void => {
    if (rotation.size() < waiting) return;
    const place = rotation.toGiveWay(tenantId);
    if (place === undefined) throw full();
    place.refuse(full());
  };

  const wait = async (asker: Asker, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => place.refuse(gone());
      const place: Place = {
        asker,
        give: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
        refuse: (error) => {
          signal.removeEventListener('abort', leave);
          rotation.drop(place);
          reject(error);
        },
      };
      signal.addEventListener('abort', leave);
      rotation.add(place);
    });

  const releaser = (asker: Asker): (() => void) => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      count(asker, -1);
      const next = rotation.next();
      if (next === undefined) free += 1;
      else next.give();
    };
  };

  /** @throws AppError `limit_exceeded` when the person or everybody has too many, `timeout` when the request is gone. */
  const take = async (asker: Asker, signal: AbortSignal): Promise<() => void> => {
    if (signal.aborted) throw gone();
    count(asker, 1);
    try {
      if (free > 0) free -= 1;
      else {
        makeRoom(asker.tenantId);
        await wait(asker, signal);
      }
    } catch (error) {
      count(asker, -1);
      throw error;
    }
    return releaser(asker);
  };
  return { take };
};
