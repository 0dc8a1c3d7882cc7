using System.Text.Json;
using System.Text.Json.Serialization;

namespace Degradation.Experiments;

/// <summary>The results of all networks of an experiment.</summary>
internal sealed record ExperimentResults(
    Protocol Protocol, int TrainImages, int TestImages, IReadOnlyList<NetworkResult> Networks)
{
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The networks trained from random weights, by depth.</summary>
    public IEnumerable<NetworkResult> FromScratch(bool residual) =>
        Networks.Where(network => network.Residual == residual && network.ConstructedFrom is null);

    public NetworkResult? Constructed => Networks.FirstOrDefault(network => network.ConstructedFrom is not null);

    public string ToJson() => JsonSerializer.Serialize(this, Format) + Environment.NewLine;
}
