/// The words that product names are made of.
enum Words {
  static let colours = [
    "IVORY", "NAVY", "SAGE", "CORAL", "MUSTARD", "PLUM", "TEAL", "RUST", "LILAC", "CHARCOAL", "MINT", "AMBER",
  ]

  static let motifs = [
    "SWALLOW", "FERN", "THISTLE", "HARBOUR", "MEADOW", "PEBBLE", "BRAMBLE", "LATTICE", "ORCHARD", "SAILBOAT", "CLOVER",
    "HERRINGBONE", "WREN", "HARE", "LIGHTHOUSE", "FOXGLOVE", "PARASOL", "CARAVAN", "ACORN", "MAGPIE",
  ]

  /// What is sold all year: the thing, and its price in pence.
  static let things: [(name: String, pence: Int)] = [
    ("TEA TOWEL", 295), ("MILK JUG", 425), ("CAKE TIN", 595), ("EGG CUP", 125), ("TEALIGHT HOLDER", 85),
    ("SNACK TIN", 165), ("BUNTING", 495), ("NAPKIN RING", 85), ("COASTER", 65), ("DOOR WEDGE", 375), ("KEY HOOK", 145),
    ("WASH BAG", 325), ("DESK CLOCK", 895), ("STORAGE CRATE", 1_275), ("OVEN GLOVE", 255), ("APRON", 495),
    ("PAPER CHAIN", 145), ("CANDLE POT", 195), ("STORM LANTERN", 795), ("CUSHION COVER", 495), ("BREAD BIN", 1_695),
    ("HERB PLANTER", 375), ("WATERING CAN", 695), ("JOTTER", 125), ("PENCIL ROLL", 215), ("STONEWARE MUG", 295),
    ("SIDE PLATE", 255), ("CEREAL BOWL", 285), ("RECIPE BOX", 595), ("PEG BAG", 295), ("BATH MAT", 850),
    ("RIBBON REEL", 125), ("DRAWER KNOB", 145), ("SOAP DISH", 165), ("PICNIC RUG", 1_495), ("GLASS BOTTLE", 325),
  ]

  /// What is sold before Christmas.
  static let christmasThings: [(name: String, pence: Int)] = [
    ("TREE BAUBLE", 125), ("ADVENT GARLAND", 495), ("DOOR WREATH", 795), ("FELT STOCKING", 395), ("STAR TOPPER", 345),
    ("CRACKER BOX", 850), ("GIFT TAG SET", 85),
  ]

  /// Names that trip a careless reader: commas, quotes, letters outside ASCII, spaces at either end.
  static let awkward: [(name: String, pence: Int)] = [
    ("PHOTO FRAME 6\" OAK EFFECT ", 425), ("PHOTO FRAME 10\" OAK EFFECT", 695), ("CANDLE, CLOVE AND ORANGE", 295),
    ("CANDLE, FIG AND CEDAR", 295), ("SET OF 3 TINS, NESTED, \"BAKER'S DOZEN\"", 1_095), ("CAFÉ AU LAIT BOWL", 345),
    ("CRÈME BRÛLÉE RAMEKIN", 165), ("JARDINIÈRE ON FEET", 1_250), ("NAÏVE BIRD PRINT", 375),
    ("SIGN \"À LA PLAGE\"", 255),
    (" SMÖRGÅS BOARD", 650), ("½ PINT BEAKER", 195), ("MUG \"BEST GARDENER, EVER\"", 345), ("PIÑATA DONKEY", 745),
  ]

  /// Why stock was written off.
  static let adjustments = ["damaged", "", "stock check", "lost", "broken in transit", "wet", "wrongly coded"]
}
