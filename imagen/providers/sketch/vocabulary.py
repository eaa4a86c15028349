"""The words Sketch knows besides its things: colours, times, seasons, weather, places, moods, sizes and numbers."""

from __future__ import annotations

from imagen.providers.sketch.scene import RGB


def _table(text: str) -> dict[str, str]:
    """Read lines of `meaning: word word …`; the meaning is a word of its own."""
    table: dict[str, str] = {}
    for line in text.strip().splitlines():
        meaning, _, words = line.strip().partition(":")
        table |= dict.fromkeys([meaning, *words.split()], meaning)
    return table


def _list(text: str) -> list[str]:
    """Read words that stand between spaces or lines."""
    return text.split()


_HEX = """
red: d63a32 scarlet crimson ruby
blue: 2f6fd0 cobalt sapphire
green: 3f9b4c emerald
yellow: f2c22e lemon
orange: ee7d26 tangerine
purple: 7a44b4
violet: 8a55d0
pink: ee7fa8 rosy
magenta: cf3c9c fuchsia
brown: 8a5632 chestnut
black: 2b2b33 ebony
white: f4f1ea ivory
grey: 8d929a gray
silver: b9c2cc silvery
golden: e0a526 gold
teal: 1f8f8b
turquoise: 2fbfb5
cyan: 2cb5d6 aqua
navy: 24376f
lime: 9ccf35
olive: 7d8438
maroon: 7c2430 burgundy
beige: dcc9a3 cream
indigo: 4338a0
lavender: b49be0 lilac
coral: f2795f
mint: 8fd9b6 minty
peach: f7b48c
amber: e8932c
copper: b8683a bronze
rust: b04a25 rusty
salmon: f08b78
khaki: b3a568
ginger: d9792f
"""


def _colours() -> dict[str, RGB]:
    colours: dict[str, RGB] = {}
    for line in _HEX.strip().splitlines():
        name, _, rest = line.partition(": ")
        code, *synonyms = rest.split()
        rgb = (int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16))
        colours |= dict.fromkeys([name, *synonyms], rgb)
    return colours


COLOURS: dict[str, RGB] = _colours()

TIMES = _table("""
    dawn: sunrise daybreak
    morning:
    noon: midday day daytime daylight
    afternoon:
    golden_hour:
    dusk: sunset sundown twilight
    evening:
    night: nighttime midnight moonlit moonlight nocturnal starry
""")

SEASONS = _table("""
    spring: springtime blossom blossoming
    summer: summertime
    autumn: fall autumnal
    winter: wintry frozen icy
""")

WEATHERS = _table("""
    rain: rainy raining drizzle shower wet
    snow: snowy snowing snowfall blizzard snowflake
    fog: foggy mist misty haze hazy
    storm: stormy thunderstorm thunder lightning tempest
    clouds: cloudy cloud overcast
    clear: sunny cloudless
    wind: windy breezy breeze
    aurora:
    fireflies: firefly
    petals: petal
    confetti: party
""")

PLACES = _table("""
    meadow: hill grass grassland countryside nature valley pasture prairie lawn steppe
    field: farm farmland wheat crop vineyard countryside
    garden: park backyard orchard
    forest: woods woodland jungle wood grove rainforest
    mountain: mountainside alps peak summit cliff canyon
    beach: shore coast seaside sand island coastline
    sea: ocean water waves wave harbour harbor
    lake: river pond riverside lakeside
    underwater: reef seabed aquarium submarine
    city: skyline downtown metropolis town skyscraper
    street: road alley avenue village sidewalk
    desert: dune sahara oasis
    room: bedroom kitchen indoors inside living_room library office studio interior
    space: galaxy universe orbit planet cosmos nebula mars
    sky: heavens air
""")

MOODS = _table("""
    happy: cheerful joyful merry joy fun funny
    sad: gloomy melancholy lonely blue_mood
    calm: quiet peaceful serene gentle soft tranquil
    dreamy: dream surreal ethereal pastel
    magic: magical enchanted mystical fantasy glowing sparkling
    scary: spooky creepy haunted dark eerie horror
    warm: cosy cozy
    cold: chilly cool
    wild: epic dramatic fierce angry
    old: ancient vintage retro antique
    bright: vivid vibrant colourful colorful
""")

SIZES: dict[str, float] = {
    **dict.fromkeys(["tiny", "miniature", "minuscule"], 0.4),
    **dict.fromkeys(["small", "little", "baby", "short"], 0.66),
    **dict.fromkeys(["big", "large", "tall", "fat"], 1.3),
    **dict.fromkeys(["huge", "giant", "enormous", "gigantic", "massive", "colossal"], 1.65),
}

NUMBERS: dict[str, int] = {
    **{word: n for n, word in enumerate(_list("one two three four five six seven eight nine ten eleven twelve"), 1)},
    **dict.fromkeys(["pair", "couple", "both"], 2),
    **dict.fromkeys(["few", "some"], 3),
    **dict.fromkeys(["several"], 4),
    **dict.fromkeys(["many", "flock", "herd", "crowd", "group", "lots"], 7),
    "dozen": 12,
}

NEGATIONS = frozenset({"no", "without", "not", "minus", "never"})

FILLERS = frozenset(
    _list("""
    a an the of at in on with and or by to from for under over near into onto his her its their is are was be it this
    that picture image photo illustration drawing painting style very beside behind front above below next through during
    as wearing holding riding sitting standing walking running flying sleeping playing swimming looking looks light s
    """)
)

SHADES: dict[str, float] = {"light": 1.3, "pale": 1.4, "bright": 1.15, "dark": 0.6, "deep": 0.7}

PHRASES = {
    "hot air balloon": "balloon",
    "hot-air balloon": "balloon",
    "living room": "room",
    "golden hour": "golden_hour",
    "blue hour": "evening",
    "northern lights": "aurora",
    "cherry blossom": "petals",
    "polar bear": "white bear",
    "sail boat": "boat",
    "sailing boat": "boat",
    "sailing ship": "boat",
    "street lamp": "lamppost",
    "street light": "lamppost",
    "light house": "lighthouse",
    "flying saucer": "ufo",
    "christmas tree": "pine",
    "pine tree": "pine",
    "palm tree": "palm",
    "fir tree": "pine",
    "teddy bear": "bear",
    "under water": "underwater",
    "outer space": "space",
    "pick up": "truck",
}
