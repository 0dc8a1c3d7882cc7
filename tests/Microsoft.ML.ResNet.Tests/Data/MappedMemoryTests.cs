using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Measures how much of a store on disk is resident in the process, from Linux's statistics of the mapping.
/// </summary>
public sealed class MappedMemoryTests : IDisposable
{
    private const long StoreBytes = 128 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(32)]  // many images per page
    [InlineData(224)] // many pages per image
    public void AnEpochKeepsBoundedMemoryResident(int size)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using PixelStore store = Create(size);
        ImageSubset set = new(store, new int[store.Count], Enumerable.Range(0, (int)store.Count).Select(i => (long)i).ToArray());
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o =>
            {
                o.Architecture = ResNetArchitecture.ResNet20;
                o.BatchSize = size == 32 ? 128 : 32;
                o.Epochs = 1;
            }),
            ClassCount = 2,
        };
        BatchPlan plan = new(set.Rows.Length, settings.BatchSize);
        using NativeContext context = NativeContext.Create(2);
        // The limit, plus what one batch or chunk may touch beyond it.
        long bound = MappedPixelStore.ResidentBytes + (20L << 20);

        ChannelNormalization normalization = new ChannelStatistics(set, context).Normalization;
        Assert.InRange(Resident(), 0, bound);
        _ = TrainingIdentity.Create("", settings, set, validation: null, initial: null);
        Assert.InRange(Resident(), 0, bound);
        Augmentation augmentation = new(settings, store.Shape.Size, normalization);
        using BatchLoader loader = new(set, settings, plan, augmentation, normalization, context.Isa);
        long most = 0;
        for (int batch = 0; batch < plan.Count; batch++)
        {
            loader.Next();
            if (batch % 5 == 0)
                most = Math.Max(most, Resident());
        }
        Assert.InRange(most, 1, bound);
    }

    // The measurement does count mapped pages.
    [Fact]
    public unsafe void WhatIsLookedAtWithoutReleaseStays()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using PixelStore store = Create(224);
        long sum = 0;
        for (long i = 0; i < store.Count * store.Shape.Bytes; i += 1024)
            sum += ((byte*)store.Pointer)[i];
        Assert.NotEqual(0, sum);
        Assert.InRange(Resident(), StoreBytes * 9 / 10, StoreBytes * 11 / 10);
        store.Release((int)store.Count);
        Assert.Equal(0, Resident());
    }

    private PixelStore Create(int size)
    {
        PixelShape shape = new(size, size, 3, isFloat: false);
        using PixelStoreBuilder builder = new(shape, memoryBudget: 0, _folder.Path);
        byte[] chunk = new byte[(1 << 20) / shape.Bytes * shape.Bytes];
        new Random(size).NextBytes(chunk);
        while (builder.Count * shape.Bytes < StoreBytes)
            builder.Append(chunk);
        return builder.Complete();
    }

    // The Rss line, in kB, that follows the line of the mapping, whose file is already deleted.
    private long Resident()
    {
        bool found = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Contains(_folder.Path, StringComparison.Ordinal))
                found = true;
            else if (found && line.StartsWith("Rss:", StringComparison.Ordinal))
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) << 10;
        }
        throw new InvalidOperationException("The mapping was not found.");
    }
}
