// What several browser components share.
export { tokenise, values, toUnits, toPoints, bindingsBefore } from "./expansion_colours.js";
export { makeTile, fillTile, describe } from "./tiles.js";
