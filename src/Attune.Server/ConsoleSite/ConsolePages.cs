using System.Security.Cryptography;

namespace Attune.Server.ConsoleSite;

/// <summary>The addresses of the console: its pages, all of them the one document, and the files that document names.</summary>
/// <remarks>
/// <para><b>Nothing is hidden by it.</b> Only these addresses are taken; any other stays what it is. They need no key: what
/// they hold is the same for everybody, and what the console shows it asks the API for, with the key of who looks.</para>
/// <para><b>Cost.</b> A document is read from disk for each answer, some 1 KB; assets are sent by the operating system.</para>
/// </remarks>
static class ConsolePages
{
    // As the console's own list of pages has them (console/src/shell/pages.ts).
    static readonly string[] Pages = ["/", "/explore", "/overview", "/scenarios", "/generations", "/jobs", "/query", "/data"];
    static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    const string NoncePlace = "__STYLE_NONCE__";
    const int NonceBytes = 16;

    const string NotBuilt = """
        The console is not built here. In the source tree, build it with

            eng/console

        and load this page again; it needs Node.js 20 with npm. The interface itself is at /v1 and described at /openapi/v1.json.

        """;

    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="folder">The built console; looked into at each request, so that it may be built while the server runs.</param>
    public static void Map(IEndpointRouteBuilder routes, string folder)
    {
        foreach (var page in Pages)
        {
            routes.MapMethods(page, Methods, (RequestDelegate)(context => SendDocumentAsync(context, folder)));
        }

        routes.MapMethods("/assets/{file}", Methods, (RequestDelegate)(context => SendAssetAsync(context, Path.Combine(folder, "assets"))));
    }

    static async Task SendDocumentAsync(HttpContext context, string folder)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        var file = Path.Combine(folder, "index.html");
        if (!File.Exists(file))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync(NotBuilt, context.RequestAborted);
            return;
        }

        // Hexadecimal needs no escaping, neither in the header nor in the document.
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
        var document = await File.ReadAllTextAsync(file, context.RequestAborted);
        response.Headers.ContentSecurityPolicy = PolicyWith(nonce);
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(document.Replace(NoncePlace, nonce, StringComparison.Ordinal), context.RequestAborted);
    }

    /// <summary>What the document may do: its own scripts and styles, its own server, nothing else, in nobody's frame.</summary>
    static string PolicyWith(string nonce) =>
        $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static Task SendAssetAsync(HttpContext context, string folder)
    {
        var name = context.Request.RouteValues["file"] as string ?? "";
        if (TypeOf(name) is not { } type || name != Path.GetFileName(name) || !File.Exists(Path.Combine(folder, name)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var response = context.Response;
        response.ContentType = type;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Vary = "Accept-Encoding";

        // The name holds a sum of the contents: another content has another name.
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        var (file, encoding) = Packed(Path.Combine(folder, name), context.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentLength = new FileInfo(file).Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.SendFileAsync(file, context.RequestAborted);
    }

    static (string File, string? Encoding) Packed(string file, string accepted)
    {
        foreach (var (suffix, encoding) in ((string, string)[])[(".br", "br"), (".gz", "gzip")])
        {
            if (accepted.Contains(encoding, StringComparison.OrdinalIgnoreCase) && File.Exists(file + suffix))
            {
                return (file + suffix, encoding);
            }
        }

        return (file, null);
    }

    static string? TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}
