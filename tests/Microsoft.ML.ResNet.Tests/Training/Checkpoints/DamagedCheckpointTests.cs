using System.Buffers.Binary;
using System.Security.Cryptography;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly CheckpointedRun _run = new();
    private readonly byte[] _file;

    public DamagedCheckpointTests()
    {
        Assert.Throws<OperationCanceledException>(
            () => _run.Run(CheckpointedRun.EndingBefore<OperationCanceledException>(7)));
        _file = File.ReadAllBytes(_run.File);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void RejectsTruncatedFiles()
    {
        int[] lengths = [0, 1, 8, 12, 51, 52, 60, _file.Length / 2, _file.Length - 33, _file.Length - 1];
        foreach (int length in lengths)
            AssertDamaged(_file[..length]);
        AssertDamaged([.. _file, 0]);
    }

    [Fact]
    public void DetectsEveryBitFlip()
    {
        for (int place = 0; place < _file.Length; place += Math.Max(1, _file.Length / 200))
        {
            byte[] changed = [.. _file];
            changed[place] ^= (byte)(1 << place % 8);
            AssertDamaged(changed);
        }
    }

    // A malicious file: its checksum is correct.
    [Fact]
    public void ChecksLengthsEvenWhenTheChecksumMatches()
    {
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] changed = [.. _file];
            // Alters the directory and the data before it equally often. Alters whole words, so that lengths become
            // huge or negative.
            int place = 8 + (i % 2 == 0 ? random.Next(changed.Length - 60) : changed.Length - 60 - random.Next(300));
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(place), random.Next(2) == 0 ? int.MaxValue : -1);
            SHA256.HashData(changed.AsSpan(..^32)).CopyTo(changed.AsSpan(^32..));
            File.WriteAllBytes(_run.File, changed);
            Exception? error = Record.Exception(() => _run.Run(CheckpointedRun.EndingBefore<TimeoutException>(1)));
            Assert.True(
                error is InvalidDataException or TimeoutException
                    || error is InvalidOperationException && error.Message.Contains("another training", StringComparison.Ordinal)
                    || error is InvalidOperationException && error.Message.Contains("diverged", StringComparison.Ordinal),
                $"byte {place} of {changed.Length}: {error}");
        }
    }

    private void AssertDamaged(byte[] file)
    {
        File.WriteAllBytes(_run.File, file);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => _run.Run());
        Assert.Contains(_run.File, error.Message, StringComparison.Ordinal);
        Assert.Equal(file, File.ReadAllBytes(_run.File));
    }
}
