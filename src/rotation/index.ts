export { describeRotation } from './describe.js';
export { generatePassword } from './generate.js';
export { type Login, type LoginTarget, postgresLogin } from './login.js';
export { rotationPlace } from './place.js';
export { type RotateOptions, type Rotation, rotatePassword } from './rotate.js';
export { type PasswordNames, type PasswordStore, passwordNames } from './secrets.js';
