export { type CasePerson } from './case-person.js';
export { seasonPeople } from './season-people.js';
