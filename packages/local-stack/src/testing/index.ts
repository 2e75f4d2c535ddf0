export {
  claimPublicPort,
  keycloakReady,
  serviceCertificate,
  testDatabase,
  testServers,
  testTopicPrefix,
} from './test-servers.js';
export { fetchJars } from '../fetch-jars.js';
export { defaultCacheDirectory } from '../fetch-once.js';
