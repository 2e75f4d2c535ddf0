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

/**
 * The empty message that ends a request stream. Without it a caller who breaks off can look like one who has sent
 * everything: Node's HTTP/2 closes a stream that is cancelled by its regular end first, and a cut file would be taken
 * for a whole one.
 */
export const endOfRequests = Buffer.alloc(0);
