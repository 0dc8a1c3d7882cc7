using Microsoft.ML.ResNet.Interop;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public unsafe class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(3_000_001)] // uses huge pages
    public void MemoryIsAlignedAndZeroed(long length)
    {
        using AlignedBuffer buffer = new(length);
        Assert.Equal(0, (long)buffer.Pointer % 64);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void ThrowsAfterDispose()
    {
        AlignedBuffer buffer = new(4);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.All);
    }

    [Theory]
    [InlineData(ElementType.Float32, 4)]
    [InlineData(ElementType.BFloat16, 2)]
    public void RejectsSlicesOutsideTheBuffer(object type, int size)
    {
        using AlignedBuffer buffer = new(10, (ElementType)type);
        Assert.Equal(10 * size, buffer.Bytes);
        Assert.Equal(3, buffer.All.Slice(7, 3).Length);
        Assert.True((byte*)buffer.Pointer + 7 * size == buffer.All.Slice(7, 3).Data);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.All.Slice(8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.All.Slice(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.All.Slice(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.First(11));
    }

    [Fact]
    public void RejectsAFloatSpanOfAnotherType()
    {
        using AlignedBuffer buffer = new(1, ElementType.BFloat16);
        Assert.Throws<InvalidOperationException>(() => buffer.Span.Length);
    }

    [Fact]
    public void ThrowsIfMemoryIsInsufficient()
    {
        Assert.Throws<OutOfMemoryException>(() => new AlignedBuffer(1L << 58));
        Assert.Throws<OverflowException>(() => new AlignedBuffer(long.MaxValue));
    }
}
