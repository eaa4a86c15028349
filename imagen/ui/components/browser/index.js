// What several browser components share.
export { tokenise, values, toUnits, toPoints, bindingsBefore } from "./expansion_colours.js";
export { makeTile, fillTile, describe } from "./tiles.js";
export { Zoom, Fingers, own, tiny } from "./zoom.js";
export { RATIOS, whole, isWhole, withRatio, within, dragged } from "./cropping.js";
export { Player } from "./player.js";
export { CropFrame, EditBar, Edits } from "./crop_tool.js";
export { Brush } from "./brush.js";
export { HeldKeys } from "./held_keys.js";
