export { type CasePerson } from './case-person.js';
export { seasonPeople } from './season-people.js';
export { rawSpecCases } from './spec-cases.js';
