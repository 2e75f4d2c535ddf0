import type { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';

/** The part of a generated message codec that the catalogue needs. */
export type MessageFns<T> = {
  readonly encode: (message: T, writer?: BinaryWriter) => BinaryWriter;
  readonly decode: (input: BinaryReader | Uint8Array, length?: number) => T;
};
