export {
  claimPublicPort,
  keycloakReady,
  serviceCertificate,
  testDatabase,
  testServers,
  testTopicPrefix,
} from './test-servers.js';
