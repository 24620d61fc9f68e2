namespace Attune.Simulating;

/// <summary>One category: what its things are called and what they cost.</summary>
/// <param name="Name">As in the property <c>category</c>.</param>
/// <param name="Department">The wider one, also in the property <c>categories</c>.</param>
/// <param name="BasePrice">What a thing of middling price level costs.</param>
/// <param name="Things">Nouns.</param>
sealed record ShopCategory(string Name, string Department, double BasePrice, string[] Things);

/// <summary>The words the shop's items are named with.</summary>
static class ShopWords
{
    public static ShopCategory[] Categories { get; } =
    [
        new("running", "sport", 70, ["Trail Shoes", "Road Shoes", "Split Shorts", "Wind Vest", "Hydration Belt"]),
        new("camping", "outdoor", 90, ["Two-Person Tent", "Down Sleeping Bag", "Gas Stove", "Head Lamp", "Folding Chair"]),
        new("cycling", "sport", 80, ["Road Helmet", "Bib Shorts", "Floor Pump", "Rear Light", "Pannier Bag"]),
        new("cookware", "kitchen", 60, ["Cast-Iron Skillet", "Stock Pot", "Chef's Knife", "Cutting Board", "Roasting Pan"]),
        new("coffee", "kitchen", 45, ["Hand Grinder", "Pour-Over Dripper", "Gooseneck Kettle", "Espresso Cups", "Milk Frother"]),
        new("audio", "electronics", 120, ["Wireless Headphones", "Bookshelf Speakers", "Earbuds", "Turntable", "Sound Bar"]),
        new("photography", "electronics", 150, ["Prime Lens", "Travel Tripod", "Camera Bag", "Flash", "Memory Card"]),
        new("gaming", "electronics", 65, ["Mechanical Keyboard", "Gaming Mouse", "Controller", "Headset", "Desk Mat"]),
        new("gardening", "home", 30, ["Pruning Shears", "Watering Can", "Raised Bed", "Herb Seeds", "Hand Trowel"]),
        new("bedding", "home", 55, ["Linen Duvet Cover", "Down Pillow", "Wool Throw", "Fitted Sheet", "Weighted Blanket"]),
        new("toys", "family", 25, ["Wooden Train", "Building Blocks", "Puzzle", "Plush Bear", "Marble Run"]),
        new("stationery", "office", 18, ["Dotted Notebook", "Fountain Pen", "Desk Organizer", "Ink Set", "Washi Tape"]),
        new("skincare", "beauty", 28, ["Day Cream", "Vitamin Serum", "Clay Mask", "Lip Balm", "Sun Milk"]),
        new("fitness", "sport", 50, ["Kettlebell", "Yoga Mat", "Resistance Bands", "Jump Rope", "Foam Roller"]),
    ];

    public static string[] Brands { get; } =
        ["Northpeak", "Alder", "Kestrel", "Lumen", "Oakline", "Tidal", "Ember", "Juniper", "Brightwater", "Halden", "Mistral", "Corvo"];

    public static string[] Qualities { get; } =
        ["Classic", "Light", "Pro", "Compact", "Everyday", "Heritage", "Studio", "Essential", "Alpine", "Urban"];

    public static string[] Colours { get; } = ["black", "white", "red", "blue", "green", "sand", "grey", "yellow"];
}
