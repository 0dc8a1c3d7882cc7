using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>Makes a classifier of a file of weights, without training.</summary>
internal static class WeightsLoading
{
    public static ResNetClassifierTransformer Load(
        IHostEnvironment environment, string path, IReadOnlyList<string>? classNames,
        ResNetClassifierEstimator.Options? given)
    {
        ResNetClassifierEstimator.Options options = given?.Copy() ?? new();
        options.Validate();
        using WeightsFile file = new(path);
        if (given is null)
        {
            options.Architecture = NamedTensorImport.Recognise(file.Tensors, options.ImageChannels)
                ?? throw new InvalidDataException(
                    $"The tensors of '{path}' are those of no ready-made architecture: give options with Architecture.");
        }
        string[] names = Names(path, classNames, file);
        (int height, int width) = new SpecificationResolver(options).InputOfEncoded;
        ResNetModel network = file.Read(
            options.Architecture, height, width, options.ImageChannels, options.Normalization, headIsOptional: false);
        if (network.ClassCount != names.Length)
        {
            throw new ArgumentException(
                $"There are {names.Length} class names, but the network in '{path}' knows {network.ClassCount} classes.",
                nameof(classNames));
        }
        ClassifierModel model = new(
            network,
            new ImageSpecification(
                new PixelShape(height, width, options.ImageChannels, isFloat: false), options.PixelLayout,
                options.Resizing),
            ClassLabels.OfNames(names),
            new ScoringColumns(
                options.ImageColumnName, options.ImagePathColumnName, options.ScoreColumnName,
                options.PredictedLabelColumnName),
            options.BadImages, options.Precision);
        return new ResNetClassifierTransformer(environment.Register(nameof(WeightsLoading)), model, report: null);
    }

    private static string[] Names(string path, IReadOnlyList<string>? given, WeightsFile file)
    {
        string[] names = given?.ToArray() ?? file.ClassNames
            ?? throw new ArgumentException(
                $"'{path}' does not tell the names of its classes: give them in the order of the network's outputs.");
        if (names.Contains(null))
            throw new ArgumentException("A class name is null.");
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? twice = Array.Find(names, name => !seen.Add(name));
        return twice is null ? names : throw new ArgumentException($"Two classes have the name '{twice}'.");
    }
}
