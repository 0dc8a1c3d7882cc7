using Microsoft.ML.ResNet.Interop;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class NativeContextTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void UsesTheRequestedNumberOfThreads(int threads)
    {
        using NativeContext context = NativeContext.Create(threads);
        Assert.Equal(threads, context.Threads);
    }

    [Fact]
    public void UsesOneThreadPerCpuByDefault()
    {
        using NativeContext context = NativeContext.Create();
        Assert.InRange(context.Threads, 1, Environment.ProcessorCount);
    }

    [Fact]
    public void AcceptsEverySupportedInstructionSet()
    {
        Assert.Contains("portable", NativeContext.SupportedIsas);
        Assert.All(NativeContext.SupportedIsas, isa =>
        {
            using NativeContext context = NativeContext.Create(1, isa);
            Assert.Equal(isa, context.Isa);
        });
    }

    [Fact]
    public void RejectsAnUnknownInstructionSetAndListsTheSupportedOnes()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => NativeContext.Create(1, "mmx"));
        Assert.Contains("mmx", error.Message, StringComparison.Ordinal);
        Assert.All(
            NativeContext.SupportedIsas, isa => Assert.Contains(isa, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void RejectsAnInvalidNumberOfThreads(int threads) =>
        Assert.Throws<ArgumentException>(() => NativeContext.Create(threads));

    [Fact]
    public void RejectsAWrongLengthWithTheNativeMessage()
    {
        using NativeContext context = NativeContext.Create(1);
        using AlignedBuffer a = new(8), b = new(9);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => NativeMethods.Add(context, a.All, a.All, b.All).Check());
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void RejectsADisposedContext()
    {
        NativeContext context = NativeContext.Create(1);
        context.Dispose();
        using AlignedBuffer a = new(8);
        Assert.Throws<ObjectDisposedException>(
            () => NativeMethods.Add(context, a.All, a.All, a.All).Check());
    }
}
