namespace Attune.Server.Endpoints;

/// <summary>Every address there is, concern by concern.</summary>
static class AllEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        EventEndpoints.Map(routes);
        ItemEndpoints.Map(routes);
        UserEndpoints.Map(routes);
        FeatureEndpoints.Map(routes);
        ExportEndpoints.Map(routes);
        BlockEndpoints.Map(routes);
        ErasureEndpoints.Map(routes);
        MergeEndpoints.Map(routes);
        RecommendationEndpoints.Map(routes);
        AnswerEndpoints.Map(routes);
        ScenarioEndpoints.Map(routes);
        PresetEndpoints.Map(routes);
        PreviewEndpoints.Map(routes);
        ExposureEndpoints.Map(routes);
        ListEndpoints.Map(routes);
        UserListEndpoints.Map(routes);
        GenerationEndpoints.Map(routes);
        JobEndpoints.Map(routes);
        QueryEndpoints.Map(routes);
        DataEndpoints.Map(routes);
        KeyEndpoints.Map(routes);
        AccessEndpoints.Map(routes);
        StatusEndpoints.Map(routes);
    }
}
