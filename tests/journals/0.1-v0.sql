PRAGMA application_id = 1128812099;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE journal (
    number  INTEGER PRIMARY KEY,
    dossier INTEGER,
    at      TEXT NOT NULL,
    officer TEXT NOT NULL,
    body    TEXT NOT NULL,
    act     TEXT NOT NULL,
    format  INTEGER NOT NULL,
    key     TEXT,
    hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO journal VALUES(1,NULL,'2026-04-01T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"continue","series":"AS","period":"7","last":40}',0,NULL,X'b3a05ee74bb7476d96f384a53d2bb35096d532f843907800ee840f18eb29962d');
INSERT INTO journal VALUES(2,NULL,'2026-04-01T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"continue","series":"job:L","period":"26","last":100}',0,NULL,X'13086ac42af77193ecd68ee529b595703fac04a491293c03f8cc2fe8d0ec0bd2');
INSERT INTO journal VALUES(3,1,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"57e267f1994a0c5b0ac5aea1277da29dd6cd1a63cfc071d1039880ce4270224c","channel":"command line"}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:receive',X'97cacdc13b2c1c68e5b1c65dbd21d882688d9b7190476c8dc5699a3df3edc922');
INSERT INTO journal VALUES(4,1,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"accept","reading":"b78688b95da37feaf7b9082b95fc2d8b71281233b0df36182bf5eff97b5a2485","answers":[]}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:accept',X'8aba214b28860b30d0352d64302c7e625371f873a3d777f2ee6673a61cd79867');
INSERT INTO journal VALUES(5,1,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"register","allotments":[{"organ":"assembly","series":"AS","period":"7","number":41,"symbol":"AS/7/41","items":["12","31 (b)"]},{"organ":"council","series":"C","period":"2026","number":1,"symbol":"C/2026/1","items":[]}],"job_number":"26-00101","job":{"series":"L","period":"26","number":101}}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:register',X'40fca3fbf754bd6a6ec006223f3ed62f4ceb95445aede41c5bace9070d0f57f3');
INSERT INTO journal VALUES(6,1,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"issue","date":"2026-04-02","distribution":"GEN","versions":[{"language":"en","document":"80e2c5f1c40e6da93611c677a20cb4f7b6380663df3355015aefb2d3c84e4bb3","renditions":[{"format":"pdf","file":"e4da3bcddb96d6a8d693660e4c0e3cd2baff645027cc3b636732def29e1f6fef"},{"format":"html","file":"2541c1438d093d8d6fb7985d97f101169cfcc4dcdcd076f4024c05e686a19e5d"},{"format":"text","file":"8f3be335fcb82746278d9f8db23b21be7435675c2eb8c3d32a2bfe77a7c9ee0c"}]}],"exception":null}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:issue',X'e1cbfed512eae6fb1480582c136061b7309abc367a2744f30ea323cef0f7a241');
INSERT INTO journal VALUES(7,2,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"440c027415dd395dc7f4e854e78975ff4a8500f5c988b6693af2a36ac6bf6212","channel":"command line"}',0,'letter:c2a96598b305bdabb6ea6d80c60e85c8:receive',X'9eeafa4ef6d44b8d053a5a037042f7cecc23ca5e78c424dc9ef982dfbb94aac6');
INSERT INTO journal VALUES(8,3,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"a7e88286169d7701e70a4074ee105dcd5a2111667f92b8254c2ff5df45dd85a2","channel":"command line"}',0,'letter:b46540f2e5aacf4109ec713115befbef:receive',X'221f60b520bc6133a0943922cdb53a29666fe3365b4766e5d5728c30e5740c6b');
INSERT INTO journal VALUES(9,4,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"dcdb94d443905c286ae26e2373ad95ab798ae1d43f3577dfedb0d3d61ebdfd93","channel":"command line"}',0,'letter:4a0f76ecaa9caf46c36f6fe2712b0c11:receive',X'6a68fd9e244c2793102f6deda43ea916fafe239d13aa67ed3c1be7cb12c7765e');
INSERT INTO journal VALUES(10,5,'2026-04-02T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"c0be66fb40c6b04064bd19866ff0a51682d97048fc369fa4988922e6074565a0","channel":"command line"}',0,'letter:1e5c2c74273efbe9201daf9c94a3ecfe:receive',X'26368c8d99bac53076571696cc5237fd7f7bc6a432c242c35a3b9d592dffc14e');
INSERT INTO journal VALUES(11,6,'2026-04-03T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"e8759c39216f7f04d5b68c3c9464aa03b209bc4451418d8e0a6307a28d6308c5","channel":"command line"}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:receive',X'9c7617d39071b5b82256d6d3a26144cca67cbfdb0e882aee0a3e71c117024a88');
INSERT INTO journal VALUES(12,6,'2026-04-03T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"accept","reading":"e7c4498517966bd4517bfc335e4e91d775b13f2d1200690f39ac8cedef49f317","answers":[]}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:accept',X'6ae497fae953d46357995d867fb8250bbe4dd50bcc2023c42ee0ce02e959ea8f');
INSERT INTO journal VALUES(13,6,'2026-04-03T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"register","allotments":[{"organ":"assembly","series":"AS","period":"7","number":42,"symbol":"AS/7/42","items":["12","31 (b)"]},{"organ":"council","series":"C","period":"2026","number":2,"symbol":"C/2026/2","items":[]}],"job_number":"26-00102","job":{"series":"L","period":"26","number":102}}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:register',X'e1e0e7a5a889259e33cbc2015511404171e64a0a48b350707fc817e7bee14fe3');
INSERT INTO journal VALUES(14,6,'2026-04-03T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"issue","date":"2026-04-03","distribution":"GEN","versions":[{"language":"en","document":"9bdcacb3e837bbd5678b6e1bfd2fb18f5315e75df8a7a805c6ef6de89b84028b","renditions":[{"format":"pdf","file":"86de9db2f3b89c7fa2c01b118af6b22488bc49371c3ed0e584e4cdc8bcb28238"},{"format":"html","file":"11b2dc02e28f8ea43133eba6a9d9c12011a55b0af0af7f4ba6264be8496cbea9"},{"format":"text","file":"9e444cceeac89a981cb1cf5eb34eff73ee6ee01fca77939381705f760bb25c95"}]}],"exception":null}',0,'letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:issue',X'62a92743a58949357b28786a778d1305ed6232f1fe80507bc9d132841954ff3d');
INSERT INTO journal VALUES(15,7,'2026-04-04T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"4ca189eeda2af07b7967a0bda2e8191bc9b35e943cea45fbe7279233ef2ed74f","channel":"command line"}',0,'letter:7b9055e34d883c67a23eb4ed45068a6f:receive',X'0b5b91ba06178c0e0a8a860abde431bed7cab930b7bede9e7448c356cdde0e63');
INSERT INTO journal VALUES(16,8,'2026-04-04T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"a65c79fc5dc2e256ee7bcaf38fdf26aae414e38786924332fdd4ca097ef8a8c5","channel":"command line"}',0,'letter:0ccb8cec25e558e2ad32529e0bad5774:receive',X'97f27f8c07acb2f41528823badf4e671271d263a9c5054384e2e43989b749f05');
INSERT INTO journal VALUES(17,9,'2026-04-04T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"bb323cbd55fd73fed91b4b411131a9ea6c1e93b0ca2fa43425a1907207deab4d","channel":"command line"}',0,'letter:2fb3c230a41d5943963830f1015d5615:receive',X'fe3b22fa8d329b6ce668f430cf5a01cba50c17a01ffe8141eb12ac30988b922a');
INSERT INTO journal VALUES(18,10,'2026-04-04T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"receive","original":"e1762322441da2ebac7aeca229d4a652b040d5ebfee3bd9aab397598c1ecd135","channel":"command line"}',0,'letter:229b5fe258d3456d52a6ac070a9bc87e:receive',X'c529c907668ee6663841e849c47191d77d55a0ca16c2372815b0c98eb812ea16');
INSERT INTO journal VALUES(19,3,'2026-04-05T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"accept","reading":"3891f3873371c7ada93085bc7abe01f831174b08167dac0e9c0f2a7dda6f88d9","answers":[{"rule":"REQ001","reason":"c429454fffacba5e5ad9ca594caa319693dff2ea9c3caac436f1ac77cebb54bd"},{"rule":"REQ002","reason":"405a2dbc65443f0eb237ab73c52ee99d4f03c75005581cbf2990a4b29abaa01c"}]}',0,NULL,X'd6fe5bfc71c377504acaef739910eba51cb6f12dd03bcd25af984eef746527ce');
INSERT INTO journal VALUES(20,7,'2026-04-05T10:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"return","reasons":"57b9c7704f244099f07de35652b4a3b16c4a8b86b2f3b186fb33ecb806e6da3b"}',0,NULL,X'9b6027b996461839fc21c558b8ef6f0b207edd3bfe97d913d788003ffbaaf7e1');
INSERT INTO journal VALUES(21,3,'2026-04-06T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"register","allotments":[{"organ":"assembly","series":"AS","period":"7","number":43,"symbol":"AS/7/43","items":["12"]},{"organ":"council","series":"C","period":"2026","number":3,"symbol":"C/2026/3","items":[]}],"job_number":"26-00103","job":{"series":"L","period":"26","number":103}}',0,NULL,X'bd5b202e8a32b13691dad5406f057d5c22efbd6e5fa937bbcdfe9b48bce51b22');
INSERT INTO journal VALUES(22,11,'2026-04-07T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"import","original":"2644bd27426c7f53d93f9618c83c18b98c28db3adb7f32bb5c8e21689087ad39","reading":"e52d192e83991f344b921fe82b2868d7fa230145925e8cd8ec18a52424f7ff7c","allotments":[{"organ":"assembly","series":"AS","period":"6","number":17,"symbol":"AS/6/17","items":["9"]}],"job_number":"24-00007","date":"2024-04-03","distribution":"GEN","versions":[{"language":"en","document":"28dac4e586ad9a62e8df93be57624a7ab7b0bddbfde5b987cf536bbf926e24ca","renditions":[{"format":"pdf","file":"b83cd368a663a6f0e71c192ce2ccaa7c97af435eb759112d7a6bafa972096ef5"},{"format":"html","file":"f7abbbacbddb6de30dec560da3b6aec0c5faaa781dbcd23f50b74ed05fc709dd"},{"format":"text","file":"0f21c0df647dcf55c01ad8a5bfcb1da793ea15fed4160b7e3f0a09ded4936996"}]}],"provenance":{"addressees":{"from":"machine","reader":"0.1.0"},"agenda_item_titles":{"from":"machine","reader":"0.1.0"},"bodies":{"from":"machine","reader":"0.1.0"},"distribution":{"from":"machine","reader":"0.1.0"},"job_number":{"from":"machine","reader":"0.1.0"},"kind":{"from":"machine","reader":"0.1.0"},"language":{"from":"machine","reader":"0.1.0"},"letter_date":{"from":"machine","reader":"0.1.0"},"masthead_date":{"from":"machine","reader":"0.1.0"},"original_language":{"from":"machine","reader":"0.1.0"},"sender":{"from":"machine","reader":"0.1.0"},"signatories":{"from":"machine","reader":"0.1.0"},"symbols":{"from":"machine","reader":"0.1.0"},"text":{"from":"machine","reader":"0.1.0"},"title":{"from":"machine","reader":"0.1.0"}}}',0,'import:2e6921ce94f88762e0487c8b61a6d56e',X'f1aea0f30719a2d83a4728d29f1772609e73f275113edf06dbb4b84d58beda55');
INSERT INTO journal VALUES(23,12,'2026-04-07T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"import","original":"82d5f925ed39e938a8a8a3d3b27031e5d748f91044eb63a01f940d6e07264963","reading":"a47bfd866d04aa020e2f4d2988d6d651b93ff9aaee0c54e1efc7198619103422","allotments":[{"organ":"assembly","series":"AS","period":"6","number":null,"symbol":"AS/6/17/Corr.1","items":["9"]}],"job_number":"24-00009","date":"2024-04-03","distribution":"GEN","versions":[{"language":"en","document":"31b00178c770a67767daa727c0f3e5bbac2691e601aade397237dcf0135e67bb","renditions":[{"format":"pdf","file":"fb25c4124fadbf75e2966ab7138386c47546b35e0b78d1308124475f996c24c1"},{"format":"html","file":"2f654c2ee6c91a24391f0073d189532d40c5cab5c0ea115d90be7a0c47243791"},{"format":"text","file":"1ce238ebddf772a15bd97efcdb7ee5e398cdec2eaea1297ebf5b2a1b141ebf53"}]}],"provenance":{"addressees":{"from":"machine","reader":"0.1.0"},"agenda_item_titles":{"from":"machine","reader":"0.1.0"},"bodies":{"from":"machine","reader":"0.1.0"},"distribution":{"from":"machine","reader":"0.1.0"},"job_number":{"from":"machine","reader":"0.1.0"},"kind":{"from":"machine","reader":"0.1.0"},"language":{"from":"machine","reader":"0.1.0"},"letter_date":{"from":"machine","reader":"0.1.0"},"masthead_date":{"from":"machine","reader":"0.1.0"},"original_language":{"from":"machine","reader":"0.1.0"},"sender":{"from":"machine","reader":"0.1.0"},"signatories":{"from":"machine","reader":"0.1.0"},"symbols":{"from":"machine","reader":"0.1.0"},"text":{"from":"machine","reader":"0.1.0"},"title":{"from":"machine","reader":"0.1.0"}}}',0,'import:0a03887c3d06d21402c1afc69ec1764c',X'3d09c4368b4299333c81db988c3a9c54de914adde3290b10f5e81c9df1d2b084');
INSERT INTO journal VALUES(24,4,'2026-04-08T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"accept","reading":"8b447c53c155faa36582669572d62988a48d6e53ad13881d9c4dcf010102c1ba","answers":[{"rule":"DAT001","reason":"029e1326458de9ecb6a020a44ea5bfdc0c5864b2baf297e6dccdeaef4b49ddd7"}]}',0,NULL,X'6c2dfa95a6484b74aeb0fdd44327cc8c8783e5bb6cba13a9890a87ef33f1df45');
INSERT INTO journal VALUES(25,4,'2026-04-08T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"register","allotments":[{"organ":"waterways-commission","series":"W","period":"","number":1,"symbol":"W-0001","items":[]}],"job_number":"26-00104","job":{"series":"L","period":"26","number":104}}',0,NULL,X'cf4b7a983bc1df0c70b738aa4156d696d77e17efbbfb2a2ade48fd89031927b6');
INSERT INTO journal VALUES(26,4,'2026-04-08T10:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"void","reason":"486193f6a183eef065ed3eb37b69c5f4ab0a4db9f8df2c66201f17186309a0b8"}',0,NULL,X'0b25219a80a95fe6714b1b67584ec0ec16871d5ad3af802d9e60026d28b04e4b');
INSERT INTO journal VALUES(27,5,'2026-04-08T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"accept","reading":"aa4ca36d1ba8d305b37292abc3ed9ff73b0ac39056a82f064f0ece448f22ce41","answers":[{"rule":"DAT001","reason":"c72d0fea2b553fd48591eb6b6c2ea122bf920c4a65e6f24e10fc56eb7675c09a"}]}',0,NULL,X'b373359d6c9c499dc92f3f145bb0960c277a45ade829a35dd81dbfa1f599a8e3');
INSERT INTO journal VALUES(28,5,'2027-01-08T09:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"register","allotments":[{"organ":"waterways-commission","series":"W","period":"","number":2,"symbol":"W-0002","items":[]}],"job_number":"27-00001","job":{"series":"L","period":"27","number":1}}',0,NULL,X'34bb6e7522717ab0626a24e3ce9439d8645430c9052d23066ebb8bbc23aaecbb');
INSERT INTO journal VALUES(29,5,'2027-01-08T10:00:00Z','officer-56b45c1b948b','f03e6392aaeaecbf6d2bc80ea537d04b4d18ff88e7527d28535f4dfeb92abfe7','{"act":"issue","date":"2027-01-08","distribution":"GEN","versions":[{"language":"en","document":"ecb82b77e978b4d9b711b1ac65f8d8fd2c9f88edc20615e2ccccb9fae83a9b94","renditions":[{"format":"pdf","file":"a8a5b2535fe5580a7fdc43472c287a958b147a5d4d1b425e0cc069afe6bab582"},{"format":"html","file":"dc79d2916f5d87d880bbb7951482357b0f39db294bc5b60a14f31ab3f4ca2a32"},{"format":"text","file":"39d7670d696847defed812beda5e079ec3898bd8b240d6ec7d47ac31c26c4a93"}]}],"exception":null}',0,NULL,X'2d0e5d726acfb31845b0541deeb973e952d5f2d4d3437503d3d3302513e8f200');
CREATE TABLE dossiers (
    id     INTEGER PRIMARY KEY,
    stage  TEXT NOT NULL,
    folded TEXT NOT NULL
) STRICT;
INSERT INTO dossiers VALUES(1,'issued','{"id":1,"stage":"issued","original":"57e267f1994a0c5b0ac5aea1277da29dd6cd1a63cfc071d1039880ce4270224c","channel":"command line","received":"2026-04-02T09:00:00Z","reading":"b78688b95da37feaf7b9082b95fc2d8b71281233b0df36182bf5eff97b5a2485","answers":[],"allotments":[{"organ":"assembly","series":"AS","period":"7","number":41,"symbol":"AS/7/41","items":["12","31 (b)"]},{"organ":"council","series":"C","period":"2026","number":1,"symbol":"C/2026/1","items":[]}],"job_number":"26-00101","registered":"2026-04-02T09:00:00Z","released":"2026-04-02","distribution":"GEN","versions":[{"language":"en","document":"80e2c5f1c40e6da93611c677a20cb4f7b6380663df3355015aefb2d3c84e4bb3","renditions":[{"format":"pdf","file":"e4da3bcddb96d6a8d693660e4c0e3cd2baff645027cc3b636732def29e1f6fef"},{"format":"html","file":"2541c1438d093d8d6fb7985d97f101169cfcc4dcdcd076f4024c05e686a19e5d"},{"format":"text","file":"8f3be335fcb82746278d9f8db23b21be7435675c2eb8c3d32a2bfe77a7c9ee0c"}]}],"exception":null,"provenance":{},"entries":[3,4,5,6]}');
INSERT INTO dossiers VALUES(2,'received','{"id":2,"stage":"received","original":"440c027415dd395dc7f4e854e78975ff4a8500f5c988b6693af2a36ac6bf6212","channel":"command line","received":"2026-04-02T09:00:00Z","reading":null,"answers":[],"allotments":[],"job_number":null,"registered":null,"released":null,"distribution":null,"versions":[],"exception":null,"provenance":{},"entries":[7]}');
INSERT INTO dossiers VALUES(3,'registered','{"id":3,"stage":"registered","original":"a7e88286169d7701e70a4074ee105dcd5a2111667f92b8254c2ff5df45dd85a2","channel":"command line","received":"2026-04-02T09:00:00Z","reading":"3891f3873371c7ada93085bc7abe01f831174b08167dac0e9c0f2a7dda6f88d9","answers":[{"rule":"REQ001","reason":"c429454fffacba5e5ad9ca594caa319693dff2ea9c3caac436f1ac77cebb54bd"},{"rule":"REQ002","reason":"405a2dbc65443f0eb237ab73c52ee99d4f03c75005581cbf2990a4b29abaa01c"}],"allotments":[{"organ":"assembly","series":"AS","period":"7","number":43,"symbol":"AS/7/43","items":["12"]},{"organ":"council","series":"C","period":"2026","number":3,"symbol":"C/2026/3","items":[]}],"job_number":"26-00103","registered":"2026-04-06T09:00:00Z","released":null,"distribution":null,"versions":[],"exception":null,"provenance":{},"entries":[8,19,21]}');
INSERT INTO dossiers VALUES(4,'voided','{"id":4,"stage":"voided","original":"dcdb94d443905c286ae26e2373ad95ab798ae1d43f3577dfedb0d3d61ebdfd93","channel":"command line","received":"2026-04-02T09:00:00Z","reading":"8b447c53c155faa36582669572d62988a48d6e53ad13881d9c4dcf010102c1ba","answers":[{"rule":"DAT001","reason":"029e1326458de9ecb6a020a44ea5bfdc0c5864b2baf297e6dccdeaef4b49ddd7"}],"allotments":[{"organ":"waterways-commission","series":"W","period":"","number":1,"symbol":"W-0001","items":[]}],"job_number":"26-00104","registered":"2026-04-08T09:00:00Z","released":null,"distribution":null,"versions":[],"exception":null,"provenance":{},"entries":[9,24,25,26]}');
INSERT INTO dossiers VALUES(5,'issued','{"id":5,"stage":"issued","original":"c0be66fb40c6b04064bd19866ff0a51682d97048fc369fa4988922e6074565a0","channel":"command line","received":"2026-04-02T09:00:00Z","reading":"aa4ca36d1ba8d305b37292abc3ed9ff73b0ac39056a82f064f0ece448f22ce41","answers":[{"rule":"DAT001","reason":"c72d0fea2b553fd48591eb6b6c2ea122bf920c4a65e6f24e10fc56eb7675c09a"}],"allotments":[{"organ":"waterways-commission","series":"W","period":"","number":2,"symbol":"W-0002","items":[]}],"job_number":"27-00001","registered":"2027-01-08T09:00:00Z","released":"2027-01-08","distribution":"GEN","versions":[{"language":"en","document":"ecb82b77e978b4d9b711b1ac65f8d8fd2c9f88edc20615e2ccccb9fae83a9b94","renditions":[{"format":"pdf","file":"a8a5b2535fe5580a7fdc43472c287a958b147a5d4d1b425e0cc069afe6bab582"},{"format":"html","file":"dc79d2916f5d87d880bbb7951482357b0f39db294bc5b60a14f31ab3f4ca2a32"},{"format":"text","file":"39d7670d696847defed812beda5e079ec3898bd8b240d6ec7d47ac31c26c4a93"}]}],"exception":null,"provenance":{},"entries":[10,27,28,29]}');
INSERT INTO dossiers VALUES(6,'issued','{"id":6,"stage":"issued","original":"e8759c39216f7f04d5b68c3c9464aa03b209bc4451418d8e0a6307a28d6308c5","channel":"command line","received":"2026-04-03T09:00:00Z","reading":"e7c4498517966bd4517bfc335e4e91d775b13f2d1200690f39ac8cedef49f317","answers":[],"allotments":[{"organ":"assembly","series":"AS","period":"7","number":42,"symbol":"AS/7/42","items":["12","31 (b)"]},{"organ":"council","series":"C","period":"2026","number":2,"symbol":"C/2026/2","items":[]}],"job_number":"26-00102","registered":"2026-04-03T09:00:00Z","released":"2026-04-03","distribution":"GEN","versions":[{"language":"en","document":"9bdcacb3e837bbd5678b6e1bfd2fb18f5315e75df8a7a805c6ef6de89b84028b","renditions":[{"format":"pdf","file":"86de9db2f3b89c7fa2c01b118af6b22488bc49371c3ed0e584e4cdc8bcb28238"},{"format":"html","file":"11b2dc02e28f8ea43133eba6a9d9c12011a55b0af0af7f4ba6264be8496cbea9"},{"format":"text","file":"9e444cceeac89a981cb1cf5eb34eff73ee6ee01fca77939381705f760bb25c95"}]}],"exception":null,"provenance":{},"entries":[11,12,13,14]}');
INSERT INTO dossiers VALUES(7,'returned','{"id":7,"stage":"returned","original":"4ca189eeda2af07b7967a0bda2e8191bc9b35e943cea45fbe7279233ef2ed74f","channel":"command line","received":"2026-04-04T09:00:00Z","reading":null,"answers":[],"allotments":[],"job_number":null,"registered":null,"released":null,"distribution":null,"versions":[],"exception":null,"provenance":{},"entries":[15,20]}');
INSERT INTO dossiers VALUES(8,'received','{"id":8,"stage":"received","original":"a65c79fc5dc2e256ee7bcaf38fdf26aae414e38786924332fdd4ca097ef8a8c5","channel":"command line","received":"2026-04-04T09:00:00Z","reading":null,"answers":[],"allotments":[],"job_number":null,"registered":null,"released":null,"distribution":null,"versions":[],"exception":null,"provenance":{},"entries":[16]}');
INSERT INTO dossiers VALUES(9,'received','{"id":9,"stage":"received","original":"bb323cbd55fd73fed91b4b411131a9ea6c1e93b0ca2fa43425a1907207deab4d","channel":"command line","received":"2026-04-04T09:00:00Z","reading":null,"answers":[],"allotments":[],"job_number":null,"registered":null,"released":null,"distribution":null,"versions":[],"exception":null,"provenance":{},"entries":[17]}');
INSERT INTO dossiers VALUES(10,'received','{"id":10,"stage":"received","original":"e1762322441da2ebac7aeca229d4a652b040d5ebfee3bd9aab397598c1ecd135","channel":"command line","received":"2026-04-04T09:00:00Z","reading":null,"answers":[],"allotments":[],"job_number":null,"registered":null,"released":null,"distribution":null,"versions":[],"exception":null,"provenance":{},"entries":[18]}');
INSERT INTO dossiers VALUES(11,'imported','{"id":11,"stage":"imported","original":"2644bd27426c7f53d93f9618c83c18b98c28db3adb7f32bb5c8e21689087ad39","channel":"import","received":"2026-04-07T09:00:00Z","reading":"e52d192e83991f344b921fe82b2868d7fa230145925e8cd8ec18a52424f7ff7c","answers":[],"allotments":[{"organ":"assembly","series":"AS","period":"6","number":17,"symbol":"AS/6/17","items":["9"]}],"job_number":"24-00007","registered":null,"released":"2024-04-03","distribution":"GEN","versions":[{"language":"en","document":"28dac4e586ad9a62e8df93be57624a7ab7b0bddbfde5b987cf536bbf926e24ca","renditions":[{"format":"pdf","file":"b83cd368a663a6f0e71c192ce2ccaa7c97af435eb759112d7a6bafa972096ef5"},{"format":"html","file":"f7abbbacbddb6de30dec560da3b6aec0c5faaa781dbcd23f50b74ed05fc709dd"},{"format":"text","file":"0f21c0df647dcf55c01ad8a5bfcb1da793ea15fed4160b7e3f0a09ded4936996"}]}],"exception":null,"provenance":{"addressees":{"from":"machine","reader":"0.1.0"},"agenda_item_titles":{"from":"machine","reader":"0.1.0"},"bodies":{"from":"machine","reader":"0.1.0"},"distribution":{"from":"machine","reader":"0.1.0"},"job_number":{"from":"machine","reader":"0.1.0"},"kind":{"from":"machine","reader":"0.1.0"},"language":{"from":"machine","reader":"0.1.0"},"letter_date":{"from":"machine","reader":"0.1.0"},"masthead_date":{"from":"machine","reader":"0.1.0"},"original_language":{"from":"machine","reader":"0.1.0"},"sender":{"from":"machine","reader":"0.1.0"},"signatories":{"from":"machine","reader":"0.1.0"},"symbols":{"from":"machine","reader":"0.1.0"},"text":{"from":"machine","reader":"0.1.0"},"title":{"from":"machine","reader":"0.1.0"}},"entries":[22]}');
INSERT INTO dossiers VALUES(12,'imported','{"id":12,"stage":"imported","original":"82d5f925ed39e938a8a8a3d3b27031e5d748f91044eb63a01f940d6e07264963","channel":"import","received":"2026-04-07T09:00:00Z","reading":"a47bfd866d04aa020e2f4d2988d6d651b93ff9aaee0c54e1efc7198619103422","answers":[],"allotments":[{"organ":"assembly","series":"AS","period":"6","number":null,"symbol":"AS/6/17/Corr.1","items":["9"]}],"job_number":"24-00009","registered":null,"released":"2024-04-03","distribution":"GEN","versions":[{"language":"en","document":"31b00178c770a67767daa727c0f3e5bbac2691e601aade397237dcf0135e67bb","renditions":[{"format":"pdf","file":"fb25c4124fadbf75e2966ab7138386c47546b35e0b78d1308124475f996c24c1"},{"format":"html","file":"2f654c2ee6c91a24391f0073d189532d40c5cab5c0ea115d90be7a0c47243791"},{"format":"text","file":"1ce238ebddf772a15bd97efcdb7ee5e398cdec2eaea1297ebf5b2a1b141ebf53"}]}],"exception":null,"provenance":{"addressees":{"from":"machine","reader":"0.1.0"},"agenda_item_titles":{"from":"machine","reader":"0.1.0"},"bodies":{"from":"machine","reader":"0.1.0"},"distribution":{"from":"machine","reader":"0.1.0"},"job_number":{"from":"machine","reader":"0.1.0"},"kind":{"from":"machine","reader":"0.1.0"},"language":{"from":"machine","reader":"0.1.0"},"letter_date":{"from":"machine","reader":"0.1.0"},"masthead_date":{"from":"machine","reader":"0.1.0"},"original_language":{"from":"machine","reader":"0.1.0"},"sender":{"from":"machine","reader":"0.1.0"},"signatories":{"from":"machine","reader":"0.1.0"},"symbols":{"from":"machine","reader":"0.1.0"},"text":{"from":"machine","reader":"0.1.0"},"title":{"from":"machine","reader":"0.1.0"}},"entries":[23]}');
CREATE TABLE symbols (
    symbol  TEXT PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossiers (id),
    organ   TEXT NOT NULL,
    series  TEXT NOT NULL,
    period  TEXT NOT NULL,
    number  INTEGER,
    state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO symbols VALUES('AS/6/17',11,'assembly','AS','6',17,'imported');
INSERT INTO symbols VALUES('AS/6/17/Corr.1',12,'assembly','AS','6',NULL,'imported');
INSERT INTO symbols VALUES('AS/7/41',1,'assembly','AS','7',41,'issued');
INSERT INTO symbols VALUES('AS/7/42',6,'assembly','AS','7',42,'issued');
INSERT INTO symbols VALUES('AS/7/43',3,'assembly','AS','7',43,'registered');
INSERT INTO symbols VALUES('C/2026/1',1,'council','C','2026',1,'issued');
INSERT INTO symbols VALUES('C/2026/2',6,'council','C','2026',2,'issued');
INSERT INTO symbols VALUES('C/2026/3',3,'council','C','2026',3,'registered');
INSERT INTO symbols VALUES('W-0001',4,'waterways-commission','W','',1,'voided');
INSERT INTO symbols VALUES('W-0002',5,'waterways-commission','W','',2,'issued');
CREATE TABLE jobs (
    job     TEXT PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossiers (id)
) STRICT, WITHOUT ROWID;
INSERT INTO jobs VALUES('24-00007',11);
INSERT INTO jobs VALUES('24-00009',12);
INSERT INTO jobs VALUES('26-00101',1);
INSERT INTO jobs VALUES('26-00102',6);
INSERT INTO jobs VALUES('26-00103',3);
INSERT INTO jobs VALUES('26-00104',4);
INSERT INTO jobs VALUES('27-00001',5);
CREATE TABLE counters (
    series TEXT NOT NULL,
    period TEXT NOT NULL,
    start  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    given  INTEGER NOT NULL,
    PRIMARY KEY (series, period)
) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES('AS','7',40,43,3);
INSERT INTO counters VALUES('C','2026',0,3,3);
INSERT INTO counters VALUES('W','',0,2,2);
INSERT INTO counters VALUES('job:L','26',100,104,4);
INSERT INTO counters VALUES('job:L','27',0,1,1);
CREATE TABLE agenda (
    organ   TEXT NOT NULL,
    period  TEXT NOT NULL,
    item    TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossiers (id),
    PRIMARY KEY (organ, period, item, dossier)
) STRICT, WITHOUT ROWID;
INSERT INTO agenda VALUES('assembly','6','9',11);
INSERT INTO agenda VALUES('assembly','6','9',12);
INSERT INTO agenda VALUES('assembly','7','12',1);
INSERT INTO agenda VALUES('assembly','7','12',3);
INSERT INTO agenda VALUES('assembly','7','12',6);
INSERT INTO agenda VALUES('assembly','7','31(b)',1);
INSERT INTO agenda VALUES('assembly','7','31(b)',6);
CREATE TABLE keys (
    key     TEXT PRIMARY KEY,
    act     TEXT NOT NULL,
    dossier INTEGER,
    entry   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO keys VALUES('import:0a03887c3d06d21402c1afc69ec1764c','import',NULL,23);
INSERT INTO keys VALUES('import:2e6921ce94f88762e0487c8b61a6d56e','import',NULL,22);
INSERT INTO keys VALUES('letter:0ccb8cec25e558e2ad32529e0bad5774:receive','receive',NULL,16);
INSERT INTO keys VALUES('letter:1e5c2c74273efbe9201daf9c94a3ecfe:receive','receive',NULL,10);
INSERT INTO keys VALUES('letter:229b5fe258d3456d52a6ac070a9bc87e:receive','receive',NULL,18);
INSERT INTO keys VALUES('letter:2fb3c230a41d5943963830f1015d5615:receive','receive',NULL,17);
INSERT INTO keys VALUES('letter:4a0f76ecaa9caf46c36f6fe2712b0c11:receive','receive',NULL,9);
INSERT INTO keys VALUES('letter:7b9055e34d883c67a23eb4ed45068a6f:receive','receive',NULL,15);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:accept','accept',6,12);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:issue','issue',6,14);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:receive','receive',NULL,11);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:15035360888903170394:register','register',6,13);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:accept','accept',1,4);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:issue','issue',1,6);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:receive','receive',NULL,3);
INSERT INTO keys VALUES('letter:a7f24b76f0e0641f7d43c25238e24c56:register','register',1,5);
INSERT INTO keys VALUES('letter:b46540f2e5aacf4109ec713115befbef:receive','receive',NULL,8);
INSERT INTO keys VALUES('letter:c2a96598b305bdabb6ea6d80c60e85c8:receive','receive',NULL,7);
CREATE TABLE head (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL
) STRICT;
INSERT INTO head VALUES(1,29,X'2d0e5d726acfb31845b0541deeb973e952d5f2d4d3437503d3d3302513e8f200');
CREATE INDEX journal_by_dossier ON journal (dossier, number);
CREATE TRIGGER journal_leaves_no_gap BEFORE INSERT ON journal
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM journal)
BEGIN SELECT raise(ABORT, 'an entry of the journal must follow the last one'); END;
CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'an entry of the journal is never changed'); END;
CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'an entry of the journal is never deleted'); END;
CREATE INDEX dossiers_by_stage ON dossiers (stage, id);
CREATE UNIQUE INDEX symbols_by_number ON symbols (series, period, number) WHERE number IS NOT NULL;
COMMIT;
