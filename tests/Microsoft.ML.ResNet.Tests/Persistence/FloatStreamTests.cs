using Microsoft.ML.ResNet.Persistence;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Streams long enough to be written, joined and hashed in several chunks.</summary>
public sealed class FloatStreamTests
{
    private const int Count = (5 << 19) + 3; // two and a half chunks

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Count)]
    public void RoundTrips(int count)
    {
        float[] values = TestValues.Normal(count, seed: 1);
        using MemoryStream stream = new();
        FloatStream.Write(stream, values);
        stream.Position = 0;

        using WeightsHash expected = new(), hash = new();
        expected.Append(values);
        Assert.Equal(values, FloatStream.Read(stream, count, hash));
        Assert.Equal(expected.Finish(), hash.Finish());
    }

    [Fact]
    public void RejectsATruncatedStream()
    {
        using MemoryStream stream = new();
        FloatStream.Write(stream, new float[Count]);
        stream.SetLength(stream.Length - 1);
        stream.Position = 0;
        using WeightsHash hash = new();
        Assert.Throws<EndOfStreamException>(() => FloatStream.Read(stream, Count, hash));
    }
}
