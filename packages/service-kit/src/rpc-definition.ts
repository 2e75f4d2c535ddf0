/** What ts-proto generates for one method; the serialisers' parameters are narrower in each. */
export type RpcDefinition = {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (value: never) => Buffer;
  readonly requestDeserialize: (value: Buffer) => unknown;
  readonly responseSerialize: (value: never) => Buffer;
  readonly responseDeserialize: (value: Buffer) => unknown;
};

/** A generated `…Service` constant. */
export type ServiceDefinition = Readonly<Record<string, RpcDefinition>>;

export type RequestOf<M extends RpcDefinition> = ReturnType<M['requestDeserialize']>;
export type ResponseOf<M extends RpcDefinition> = ReturnType<M['responseDeserialize']>;

/** gRPC's own default, kept on both sides: whatever is larger goes in pieces. */
export const maxMessageBytes = 4 * 1024 * 1024;
