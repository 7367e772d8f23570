export { generatePassword } from './generate.js';
export { type Login, type LoginTarget, postgresLogin } from './login.js';
export { type RotateOptions, type Rotation, rotatePassword } from './rotate.js';
export { type PasswordNames, type PasswordStore, passwordNames } from './secrets.js';
