export { type Instance, type InstanceCounts, parseInstanceCounts } from './instances.js';
export { clockShift, keyProviderOf, launch, type LaunchOptions } from './launch.js';
export { startSystem, type System, type SystemOptions } from './system.js';
export { runningSystem, type SystemState } from './system-state.js';
