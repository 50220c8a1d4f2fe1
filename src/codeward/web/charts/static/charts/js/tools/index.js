// The tools beside the record. Each module has `register(tools)`: see main.js for what it is given.
import { register as beside } from "./all.js";
import { register as coach } from "../coach.js";

export const modules = [beside, coach];
