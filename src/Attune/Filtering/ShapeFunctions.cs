using Attune.Catalog;

namespace Attune.Filtering;

/// <summary>The functions of places and vectors; null where the arguments do not fit.</summary>
static class ShapeFunctions
{
    internal static Typed? Geo(Typed latitude, Typed longitude) =>
        latitude.Number is NumberTerm.Literal north && longitude.Number is NumberTerm.Literal east && GeoPoint.IsValid(north.Value, east.Value)
            ? new Typed(TermType.Place) { Place = new PlaceTerm.Literal(new GeoPoint(north.Value, east.Value)) }
            : null;

    internal static Typed? Distance(Typed one, Typed other) => one.Place is { } from && other.Place is { } to
        ? Typed.Of(TermType.Number, new NumberTerm.Distance(from, to))
        : Compared(VectorRelation.Distance, one, other);

    internal static Typed? Similarity(Typed one, Typed other) => Compared(VectorRelation.Similarity, one, other);

    static Typed? Compared(VectorRelation relation, Typed one, Typed other) =>
        VectorOf(one) is { } left && VectorOf(other) is { } right && left.Length == right.Length
            ? Typed.Of(TermType.Number, new NumberTerm.OfVectors(relation, left, right))
            : null;

    // A list of numbers is a vector where one is wanted.
    static VectorTerm? VectorOf(Typed typed) => typed.Vector
        ?? (typed.Elements is [{ Type: TermType.Number }, ..] elements
            ? new VectorTerm.Literal([.. elements.Select(element => (float)((NumberTerm.Literal)element.Number!).Value)])
            : null);
}
