using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Microsoft.ML.ResNet;

/// <summary>
/// The two streams of a model: a description (length, payload, SHA-256 of the payload), and the weights (parameters,
/// then running statistics, as <see cref="BytePlanes"/>).
/// </summary>
/// <remarks>
/// Reading checks every length against the stream's and against what the architecture needs before it allocates, and
/// both checksums before anything is used.
/// </remarks>
internal static class ModelFormat
{
    /// <summary>Version of the two streams.</summary>
    public const uint Version = 0x00010003;

    private const int Sha256Bytes = 32;

    public static void WriteDescription(Stream stream, ModelDescription description)
    {
        byte[] payload = description.ToPayload();
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        stream.Write(length);
        stream.Write(payload);
        stream.Write(SHA256.HashData(payload));
    }

    public static void WriteWeights(Stream stream, ResNetModel network)
    {
        FloatStream.Write(stream, network.Parameters.Span);
        FloatStream.Write(stream, network.RunningStatistics.Span);
    }

    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static ModelDescription ReadDescription(Stream stream) => Guard(() =>
    {
        long rest = stream.Length - stream.Position;
        Span<byte> header = stackalloc byte[sizeof(int)];
        stream.ReadExactly(header);
        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length < 0 || length != rest - sizeof(int) - Sha256Bytes)
            throw new InvalidDataException($"The description announces {length} bytes in a stream of {rest}.");
        var payload = new byte[length];
        stream.ReadExactly(payload);
        Span<byte> checksum = stackalloc byte[Sha256Bytes];
        stream.ReadExactly(checksum);
        if (!checksum.SequenceEqual(SHA256.HashData(payload)))
            throw new InvalidDataException("The description does not match its checksum.");
        return ModelDescription.FromPayload(payload);
    });

    /// <param name="stream">Parameters, then statistics.</param>
    /// <param name="present">Bytes in the stream.</param>
    /// <param name="description">Of the model.</param>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static ClassifierModel ReadWeights(Stream stream, long present, ModelDescription description) => Guard(() =>
    {
        ImageSpecification specification = description.Specification;
        int classes = description.Classes.Count;
        long parameters = ResNetModel.ParameterCount(description.Architecture, specification.Channels, classes);
        long statistics = ResNetModel.StatisticsCount(description.Architecture, specification.Channels, classes);
        long expected = checked((parameters + statistics) * sizeof(float));
        if (expected != present)
            throw new InvalidDataException(
                $"The weights take {present} bytes where {description.Architecture} has {expected}.");
        using WeightsHash hash = new();
        float[] parameterValues = FloatStream.Read(stream, parameters, hash);
        float[] statisticsValues = FloatStream.Read(stream, statistics, hash);
        if (hash.Finish() != description.WeightsSha256)
            throw new InvalidDataException("The weights do not match their checksum.");
        var network = new ResNetModel(
            description.Architecture, description.Input.Height, description.Input.Width, specification.Channels, classes,
            description.Normalization, parameterValues, statisticsValues, description.WeightsSha256);
        return new ClassifierModel(
            network, specification, description.Classes, description.Columns, description.BadImages,
            description.Precision, description.Ranges, description.Rule)
        {
            TestTimeAugmentation = description.TestTimeAugmentation,
        };
    });

    // Whatever a damaged file leads to, the caller is told the same way.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e is ArgumentException or OverflowException or EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"The ResNet classifier in the model file is damaged: {e.Message}", e);
        }
    }
}
