// What the gallery's grid is made of.
export { Layout } from "./layout.js";
export { Pages, PAGE } from "./pages.js";
export { Chosen } from "./chosen.js";
export { Scroll } from "./scroll.js";
export { Rail } from "./rail.js";
export { HEAD, drawing } from "./drawing.js";
export { choosing } from "./choosing.js";
export { sectionsOf, marksOf } from "./sections.js";
export { Listener } from "./listening.js";
export { moving } from "./moving.js";
export { ask, addressOf, askedOf, listAddress, viewedIn, noteViewed, keepPlace, keptPlace } from "./asking.js";
