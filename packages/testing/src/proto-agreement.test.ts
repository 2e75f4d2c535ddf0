import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadSync, type MethodDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { DocumentServiceService } from '@nencho/contracts/document/v1/document_service';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { JobServiceService } from '@nencho/contracts/jobs/v1/job_service';
import { NotificationServiceService } from '@nencho/contracts/notification/v1/notification_service';
import { RetentionServiceService } from '@nencho/contracts/retention/v1/retention_service';
import type { ServiceDefinition as GeneratedService } from '@nencho/service-kit';

const protoRoot = join(import.meta.dirname, '../../../proto');
const files = globSync('**/*.proto', { cwd: protoRoot });
const loaded = loadSync(files, {
  includeDirs: [protoRoot],
  enums: String,
  longs: Number,
  defaults: true,
  arrays: true,
});

const isService = (definition: object): definition is ServiceDefinition =>
  Object.values(definition).some(
    (member: unknown) => typeof member === 'object' && member !== null && 'path' in member,
  );

const loadedMethods = Object.values(loaded).flatMap((definition) =>
  isService(definition) ? Object.values(definition) : [],
);

const generated: readonly GeneratedService[] = [
  DeclarationServiceService,
  DocumentServiceService,
  IdentityServiceService,
  JobServiceService,
  NotificationServiceService,
  RetentionServiceService,
];
const generatedMethods = generated.flatMap((service) => Object.values(service));

const shapeOf = ({
  path,
  requestStream,
  responseStream,
}: Pick<MethodDefinition<object, object>, 'path' | 'requestStream' | 'responseStream'>) => ({
  path,
  requestStream,
  responseStream,
});
const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => a.path.localeCompare(b.path);

type Field = { readonly name: string; readonly type: string; readonly label: string; readonly typeName: string };
type MessageType = { readonly type: { readonly name: string; readonly field: readonly Field[] } };

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** A value for a field, different from its default; messages go one level down only. */
const sampleOf = (field: Field): unknown => {
  const one = (): unknown => {
    switch (field.type) {
      case 'TYPE_STRING':
        return `例 ${field.name}`;
      case 'TYPE_BOOL':
        return true;
      case 'TYPE_INT32':
        return 7;
      case 'TYPE_INT64':
        return 9_007_199_254_740_991;
      case 'TYPE_BYTES':
        return Buffer.from([1, 2, 3]);
      default:
        return undefined;
    }
  };
  const value = one();
  return value === undefined || field.label !== 'LABEL_REPEATED' ? value : [value];
};

const sampleRequest = ({ requestType }: MethodDefinition<object, object>): Record<string, unknown> => {
  const { type } = requestType as unknown as MessageType;
  const sample: Record<string, unknown> = {};
  for (const field of type.field) {
    const value = sampleOf(field);
    if (value !== undefined) {
      sample[field.name] = value;
    }
  }
  return sample;
};

describe('the generated code', () => {
  test('has the services and methods of proto/ as proto-loader reads it', () => {
    expect(loadedMethods.length).toBeGreaterThan(50);
    expect(generatedMethods.map(shapeOf).sort(byPath)).toEqual(loadedMethods.map(shapeOf).sort(byPath));
  });

  test.each(loadedMethods.map((method) => [method.path, method] as const))(
    '%s: a request written by proto-loader reads the same, and the other way round',
    (path, method) => {
      const own = generatedMethods.find((candidate) => candidate.path === path);
      const sample = sampleRequest(method);
      const bytes = method.requestSerialize(sample);
      const decoded = own?.requestDeserialize(bytes);
      // Bytes stand in a `oneof`, which ts-proto wraps; the way back below covers them.
      const plain = Object.entries(sample).filter(([, value]) => !Buffer.isBuffer(value));
      expect(decoded).toMatchObject(Object.fromEntries(plain.map(([name, value]) => [camelCase(name), value])));
      const serialize = own?.requestSerialize as ((value: unknown) => Buffer) | undefined;
      expect(method.requestDeserialize(serialize?.(decoded) ?? Buffer.alloc(0))).toEqual(
        method.requestDeserialize(bytes),
      );
    },
  );
});
