using System.Text.Json;
using Microsoft.ML.ResNet.CommandLine;
using NearestImages.Searching;

namespace NearestImages.Display;

/// <summary>Writes the results as JSON.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions s_options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static void Write(
        string path, FeatureIndex index, string indexPath, string sheet, RetrievalPrecision? precision,
        IReadOnlyList<Query> queries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        OutputFile.Write(path, JsonSerializer.Serialize(
            new
            {
                Images = index.Count,
                UnreadableImages = index.Unreadable,
                index.Features,
                Index = indexPath,
                ContactSheet = sheet,
                PrecisionAt5 = precision?.Precision,
                PrecisionByChance = precision?.Chance,
                PrecisionAt5ByClass = precision?.ByClass,
                Queries = queries.Select(query => new { query.Name, query.Class, query.Neighbours }),
            },
            s_options) + Environment.NewLine);
        Console.WriteLine($"saved the results to {path}");
    }
}
