// A memory of constants, from a file of hexadecimal words. The word that is read comes a cycle later.

module kws_rom #(
  parameter WORDS = 1,
  parameter BITS = 1,
  parameter ADDRESS_BITS = 1,
  parameter FILE = "weights.mem"
) (
  input  wire                    clock,
  input  wire [ADDRESS_BITS-1:0] address,
  output reg  [BITS-1:0]         word
);
  reg [BITS-1:0] words [0:WORDS-1];
  initial $readmemh(FILE, words);

  always @(posedge clock)
    word <= words[address];
endmodule
