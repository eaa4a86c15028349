// The frame of a crop: kept within the picture, in whole picture pixels, with or without a fixed ratio of its sides.
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

export const RATIOS = [["free", "Free", 0], ["same", "As it is", -1], ["1:1", "1:1", 1], ["4:3", "4:3", 4 / 3], ["3:2", "3:2", 1.5], ["16:9", "16:9", 16 / 9], ["3:4", "3:4", 0.75], ["2:3", "2:3", 2 / 3], ["9:16", "9:16", 9 / 16]];

export function whole(size) { return { x: 0, y: 0, width: size.w, height: size.h }; }
export function isWhole(crop, size) { return crop.x === 0 && crop.y === 0 && crop.width === size.w && crop.height === size.h; }

// As much of a frame as a ratio leaves, around its middle.
export function withRatio(crop, ratio, size) {
  if (!ratio) return crop;
  const width = Math.max(1, Math.min(crop.width, Math.round(crop.height * ratio))), height = Math.max(1, Math.round(width / ratio));
  return within({ x: crop.x + (crop.width - width) / 2, y: crop.y + (crop.height - height) / 2, width, height }, size);
}

export function within(crop, size) {
  const width = clamp(Math.round(crop.width), 1, size.w), height = clamp(Math.round(crop.height), 1, size.h);
  return { x: clamp(Math.round(crop.x), 0, size.w - width), y: clamp(Math.round(crop.y), 0, size.h - height), width, height };
}

// Move the sides that a handle holds ("n", "se", …), or all of it ("move"), by picture pixels.
export function dragged(crop, handle, dx, dy, size, ratio) {
  if (handle === "move") return within({ ...crop, x: crop.x + dx, y: crop.y + dy }, size);
  let { x, y, width, height } = crop;
  let right = x + width, bottom = y + height;
  if (handle.includes("w")) x = clamp(x + dx, 0, right - 1);
  if (handle.includes("e")) right = clamp(right + dx, x + 1, size.w);
  if (handle.includes("n")) y = clamp(y + dy, 0, bottom - 1);
  if (handle.includes("s")) bottom = clamp(bottom + dy, y + 1, size.h);
  width = right - x; height = bottom - y;
  if (ratio) {
    const fixedX = handle.includes("w") ? right : handle.includes("e") ? x : null, fixedY = handle.includes("n") ? bottom : handle.includes("s") ? y : null;
    if (fixedX === null) width = height * ratio; else height = width / ratio;
    const roomX = fixedX === null ? size.w : handle.includes("w") ? fixedX : size.w - fixedX, roomY = fixedY === null ? size.h : handle.includes("n") ? fixedY : size.h - fixedY;
    const k = Math.min(1, roomX / width, roomY / height);
    width *= k; height *= k;
    x = fixedX === null ? crop.x + (crop.width - width) / 2 : handle.includes("w") ? fixedX - width : fixedX;
    y = fixedY === null ? crop.y + (crop.height - height) / 2 : handle.includes("n") ? fixedY - height : fixedY;
  }
  return within({ x, y, width, height }, size);
}
