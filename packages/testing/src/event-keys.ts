import { eventCatalogue, type EventType } from '@nencho/contracts/events';
import { EventEnvelope } from '@nencho/contracts/events/v1/envelope';
import { testServers } from '@nencho/local-stack/testing';
import { eventSigner, eventVerifier, type EventSigner, type EventVerifier } from '@nencho/messaging';

/**
 * Keys of the servers under test. `signer` signs each event as the service that publishes it, for suites in which one
 * relay stands for several.
 */
export const eventKeys = (): { readonly signer: EventSigner; readonly verifier: EventVerifier } => {
  const { systemKeyDirectory, verificationKeyDirectory } = testServers().keys;
  return {
    signer: (message) => {
      const type = EventEnvelope.decode(message.value).type as EventType;
      return eventSigner(eventCatalogue[type].producers[0] ?? 'identity', systemKeyDirectory)(message);
    },
    verifier: eventVerifier(verificationKeyDirectory),
  };
};
