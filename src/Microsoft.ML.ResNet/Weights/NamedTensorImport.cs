using System.Numerics.Tensors;
using System.Text;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>Makes a model of named tensors.</summary>
internal static class NamedTensorImport
{
    // The product of two is below the largest float, with room for the sum of a convolution.
    private const float LargestWeight = 1e16f;

    /// <summary>
    /// The number of classes of the head; null if the file has no head.
    /// </summary>
    public static int? ClassCount(INamedTensors tensors) => TorchNaming.ClassCount(tensors.Shapes);

    /// <summary>
    /// The architecture that the file describes; or else the named one with the same tensor names and shapes; or else one
    /// that is derived from names and shapes; null if none fits. The head may be missing.
    /// </summary>
    public static ResNetArchitecture? Recognise(INamedTensors tensors, int channels) => tensors.Architecture
        ?? ResNetArchitecture.Names.Select(ResNetArchitecture.Parse)
            .FirstOrDefault(architecture => Fits(tensors, architecture, channels))
        ?? (TensorArchitecture.Find(tensors.Shapes) is { } found && Fits(tensors, found, channels) ? found : null);

    private static bool Fits(INamedTensors tensors, ResNetArchitecture architecture, int channels)
    {
        bool hasHead = ClassCount(tensors) is not null;
        return Differences.Of(
            tensors,
            TorchNaming.Places(Layout(architecture, channels, tensors)).Where(place => hasHead || !TorchNaming.IsHead(place.Name))).AreNone;
    }

    /// <summary>Takes over all values; a head that is missing gets zeros.</summary>
    /// <param name="tensors">The source.</param>
    /// <param name="architecture">The network they are for.</param>
    /// <param name="height">Of the model's images.</param>
    /// <param name="width">Of the model's images.</param>
    /// <param name="normalization">The normalization that the network was trained with.</param>
    /// <param name="headIsOptional">Whether a network without a head will do.</param>
    /// <exception cref="InvalidDataException">Tensors are missing, unknown, of another shape or not finite.</exception>
    public static ResNetModel Read(
        INamedTensors tensors, ResNetArchitecture architecture, int height, int width,
        ChannelNormalization normalization, bool headIsOptional)
    {
        int channels = normalization.Channels;
        NetworkLayout layout = Layout(architecture, channels, tensors);
        bool takesHead = !headIsOptional || tensors.Shapes.Keys.Any(TorchNaming.IsHead);
        TensorPlace[] places =
            [.. TorchNaming.Places(layout).Where(place => takesHead || !TorchNaming.IsHead(place.Name))];
        Differences differences = Differences.Of(tensors, places);
        if (!differences.AreNone)
            throw new InvalidDataException(Complaint(tensors, architecture, channels, differences));

        NetworkValues values = new(layout);
        foreach (TensorPlace place in places)
        {
            float[] read = tensors.Read(place.Name);
            Check(tensors, place, read);
            Span<float> target = place.IsStatistic ? values.Statistic(place.Range) : values.Parameter(place.Range);
            WeightOrder.ToOurs(place.Shape, read, target);
        }
        return new ResNetModel(
            architecture, height, width, channels, layout.Classes, normalization, values.Parameters,
            values.Statistics);
    }

    private static NetworkLayout Layout(ResNetArchitecture architecture, int channels, INamedTensors tensors) =>
        NetworkLayout.ForCounting(architecture, channels, ClassCount(tensors) ?? 2);

    private static string Complaint(
        INamedTensors tensors, ResNetArchitecture architecture, int channels, Differences differences)
    {
        StringBuilder text = new($"The tensors of '{tensors.Source}' are not those of {architecture}");
        if (Recognise(tensors, channels) is { } other)
            text.Append($", but those of {other}");
        text.Append('.');
        differences.Describe(text);
        return text.ToString();
    }

    private static void Check(INamedTensors tensors, TensorPlace place, float[] values)
    {
        if (!FiniteValues.AreAll(values))
        {
            throw new InvalidDataException(
                $"The tensor '{place.Name}' of '{tensors.Source}' has values that are not finite.");
        }
        if (values.Length > 0 && TensorPrimitives.MaxMagnitude<float>(values) is var most && Math.Abs(most) > LargestWeight)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The tensor '{place.Name}' of '{tensors.Source}' contains {most:G4}; products of such values overflow."));
        }
        if (place.IsStatistic && place.Name.EndsWith("running_var", StringComparison.Ordinal)
            && TensorPrimitives.Min<float>(values) < 0)
        {
            throw new InvalidDataException(
                $"The tensor '{place.Name}' of '{tensors.Source}' has negative values, which no variance has.");
        }
    }

    /// <summary>How the tensors that are there differ from those that should be.</summary>
    private sealed record Differences(string[] Missing, string[] Unknown, string[] Shapes)
    {
        public bool AreNone => Missing.Length + Unknown.Length + Shapes.Length == 0;

        public static Differences Of(INamedTensors tensors, IEnumerable<TensorPlace> expected)
        {
            TensorPlace[] places = [.. expected];
            HashSet<string> names = [.. places.Select(place => place.Name)];
            return new(
                [.. places.Where(place => !tensors.Shapes.ContainsKey(place.Name)).Select(place => place.Name)],
                [.. tensors.Shapes.Keys.Where(name => !names.Contains(name) && TorchNaming.IsOfTrunk(name))
                    .Order(StringComparer.Ordinal)],
                [.. from place in places
                    where tensors.Shapes.ContainsKey(place.Name)
                    let shape = tensors.Shapes[place.Name]
                    where !IsSame(shape, place.Shape)
                    select $"{place.Name} is {Text(shape)} instead of {Text(place.Shape)}"]);
        }

        // A linear layer may be a 1x1 convolution.
        private static bool IsSame(long[] found, long[] expected)
        {
            int shared = Math.Min(found.Length, expected.Length);
            return found[..shared].SequenceEqual(expected[..shared]) && shared > 0
                && found[shared..].Concat(expected[shared..]).All(size => size == 1);
        }

        public void Describe(StringBuilder text)
        {
            Append(text, "Missing", Missing);
            Append(text, "Unknown", Unknown);
            Append(text, "Of another shape", Shapes);
        }

        private static void Append(StringBuilder text, string what, string[] names)
        {
            if (names.Length > 0)
                text.Append($" {what}: {string.Join(", ", names)}.");
        }

        private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
    }
}
