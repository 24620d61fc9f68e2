using Microsoft.AspNetCore.WebUtilities;

namespace Attune.Server.Describing;

/// <summary>What a status of an answer means here, in a sentence.</summary>
static class StatusWords
{
    /// <summary>The sentence; the standard's phrase for a status that is not ours.</summary>
    public static string Of(int status) => status switch
    {
        StatusCodes.Status200OK => "Done.",
        StatusCodes.Status201Created => "Made: it was not there before.",
        StatusCodes.Status202Accepted => "Begun; a job goes on with it.",
        StatusCodes.Status204NoContent => "Done; there is nothing to say.",
        StatusCodes.Status400BadRequest => "A parameter, a field or the body breaks a limit; errors names each with its value and limit, and nothing was done.",
        StatusCodes.Status401Unauthorized => "The server has keys and none that works was given.",
        StatusCodes.Status403Forbidden => "The key's scope does not reach.",
        StatusCodes.Status404NotFound => "What the address names is not there.",
        StatusCodes.Status409Conflict => "Somebody else changed it meanwhile, or has what is asked for; nothing was done.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than the limit; send several smaller requests.",
        StatusCodes.Status415UnsupportedMediaType => "The content type is not read here.",
        StatusCodes.Status429TooManyRequests => "Too much is under way; nothing was done. Retry-After says when to try again.",
        StatusCodes.Status503ServiceUnavailable => "Not up yet, going down, or out of time. Retry-After says when to try again.",
        StatusCodes.Status507InsufficientStorage => "The disk took no more; nothing was stored.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
