using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.ResNet.Weights;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("weights.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        float[] a = [1, -2.5f, float.Epsilon, float.MaxValue, 0, 7], b = [3];
        using (FileStream stream = File.Create(FilePath))
        {
            SafeTensorsWriter.Write(
                stream, new Dictionary<string, string> { ["format"] = "pt", ["quote"] = "\"ü" },
                [
                    new("first.weight", [2, 3], () => [.. a]), new("second", [1], () => [.. b]), new("nothing", [0, 5], () => []),
                ]);
        }
        using SafeTensorsFile file = new(FilePath);
        Assert.Equal(["first.weight", "nothing", "second"], file.Shapes.Keys.Order());
        Assert.Equal([2L, 3L], file.Shapes["first.weight"]);
        Assert.Equal(a, file.Read("first.weight"));
        Assert.Equal(b, file.Read("second"));
        Assert.Empty(file.Read("nothing"));
        Assert.Equal("\"ü", file.Metadata["quote"]);
        Assert.Equal(0, (BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(FilePath)) + 8) % 8);
    }

    [Fact]
    public void HalvesAndDoublesAreReadAsFloats()
    {
        float[] values = [0, 1, -1.5f, 0.0009765625f, 65504, -0.15625f];
        byte[] half = new byte[12], brain = new byte[12], @double = new byte[48];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(half.AsSpan(2 * i), (Half)values[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(
                brain.AsSpan(2 * i), (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16));
            BinaryPrimitives.WriteDoubleLittleEndian(@double.AsSpan(8 * i), values[i]);
        }
        Write(
            """
            {"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},"b":{"dtype":"BF16","shape":[2,3],
            "data_offsets":[12,24]},"d":{"dtype":"F64","shape":[6],"data_offsets":[24,72]},
            "n":{"dtype":"I64","shape":[],"data_offsets":[72,80]}}
            """, [.. half, .. brain, .. @double, .. new byte[8]]);
        using SafeTensorsFile file = new(FilePath);
        Assert.Equal(values, file.Read("h"));
        Assert.Equal(values, file.Read("d"));
        float[] rounded = [.. values[..4], 65280, -0.15625f]; // 65504 cut to 8 bits
        Assert.Equal(rounded, file.Read("b"));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => file.Read("n"));
        Assert.Contains("'n'", error.Message, StringComparison.Ordinal);
        Assert.Contains("I64", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> HostileHeaders { get; } = new()
    {
        { "", "JSON" },
        { "[]", "StartObject" },
        { "{\"a\":1}", "'a'" },
        { "{\"a\":{}}", "'a'" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} x", "JSON" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}{}", "JSON" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}", "JSON" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", "'a'" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}", "'more'" },
        { "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "two" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "two of the name 'a'" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}}", "" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[{\"b\":[[[[]]]]}],\"data_offsets\":[0,8]}}", "" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "no size" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", "no size" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e30],\"data_offsets\":[0,8]}}", "no size" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", "no file can hold" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", "takes 8 bytes" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "8 to 0" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "0 to 12 of 8" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}}", "of 8 bytes" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", "'b' begins at 2" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "begins at 4" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "of which 4 are named" },
        { "{\"__metadata__\":{\"a\":{\"b\":1}}}", "__metadata__" },
        { "{\"__metadata__\":[]}", "__metadata__" },
        { "{\"a\xff\":{}}", "JSON" },
    };

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public void HostileHeadersAreRefused(string header, string named)
    {
        Write(header, new byte[8]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new SafeTensorsFile(FilePath));
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        File.Delete(FilePath); // nobody holds it
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void LengthsThatCannotBeAreRefusedBeforeMemoryIsAskedFor(long length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FilePath, bytes);
        Assert.Throws<InvalidDataException>(() => new SafeTensorsFile(FilePath));
        File.WriteAllBytes(FilePath, new byte[5]);
        Assert.Throws<InvalidDataException>(() => new SafeTensorsFile(FilePath));
    }

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Contains(FilePath, Assert.Throws<FileNotFoundException>(() => new SafeTensorsFile(FilePath)).Message);

    private void Write(string header, byte[] data)
    {
        byte[] json = Encoding.Latin1.GetBytes(header); // so that a test can have bytes that are no UTF-8
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. json, .. data]);
    }
}
