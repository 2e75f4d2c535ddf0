export { serviceCertificate, testDatabase, testServers, testTopicPrefix } from './test-servers.js';
