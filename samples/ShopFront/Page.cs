namespace ShopFront;

/// <summary>The page both shops show; it asks for nothing but their endpoints.</summary>
static class Page
{
    public static IResult Show() => Results.Stream(typeof(Page).Assembly.GetManifestResourceStream("page.html")!, "text/html; charset=utf-8");
}
